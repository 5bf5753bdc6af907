package dev.dbops.kafka.bench;

import dev.dbops.kafka.broker.KafkaBroker;
import java.io.IOException;
import java.util.Map;

/** A broker for bench/kafka. It prints its port, and ends with its standard input. */
final class BrokerProgram {
    private BrokerProgram() {}

    /** Runs the broker. */
    public static void main(String... arguments) throws IOException {
        try (var broker = new KafkaBroker(Map.of())) {
            System.out.println(broker.port());
            while (System.in.read() >= 0) {
                // until the end
            }
        }
    }
}
