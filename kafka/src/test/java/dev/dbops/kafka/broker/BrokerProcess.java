package dev.dbops.kafka.broker;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The process of a broker: formats its directory when that is empty, then runs Kafka. */
final class BrokerProcess {
    private BrokerProcess() {}

    /**
     * The process.
     *
     * @param arguments the configuration file, the directory of the logs, and the SCRAM users for Kafka's own tool
     */
    public static void main(String... arguments) {
        if (!Files.exists(Path.of(arguments[1], "meta.properties"))) {
            var format = new ArrayList<>(
                    List.of("format", "--cluster-id", "AAAAAAAAAAAAAAAAAAAAAA", "--config", arguments[0]));
            for (var i = 2; i < arguments.length; i++) {
                format.add("--add-scram");
                format.add(arguments[i]);
            }
            if (kafka.tools.StorageTool.execute(format.toArray(String[]::new), System.out) != 0) {
                throw new IllegalStateException("the directory of the broker could not be formatted");
            }
        }
        kafka.Kafka.main(new String[] {arguments[0]});
    }
}
