package dev.dbops.kafka.broker;

import dev.dbops.testing.FreePort;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Three brokers that replicate every topic: each one can be killed, and the other two continue. */
public final class KafkaCluster implements AutoCloseable {
    private static final int SIZE = 3;

    private final List<KafkaBroker> brokers;

    /** Starts the brokers; all answer when this returns. */
    public KafkaCluster() {
        var controllers =
                IntStream.range(0, SIZE).mapToObj(_ -> FreePort.choose()).toList();
        var voters = IntStream.range(0, SIZE)
                .mapToObj(node -> "%d@127.0.0.1:%d".formatted(node + 1, controllers.get(node)))
                .collect(Collectors.joining(","));
        brokers = IntStream.range(0, SIZE)
                .mapToObj(node -> KafkaBroker.ofCluster(settings(node + 1, voters), controllers.get(node)))
                .toList();
        brokers.forEach(KafkaBroker::launch);
        brokers.forEach(KafkaBroker::awaitAnswer);
    }

    private static Map<String, String> settings(int node, String voters) {
        var settings = new HashMap<>(Map.of("node.id", Integer.toString(node), "controller.quorum.voters", voters));
        for (var replication : List.of(
                "default.replication.factor",
                "offsets.topic.replication.factor",
                "transaction.state.log.replication.factor")) {
            settings.put(replication, Integer.toString(SIZE));
        }
        settings.put("min.insync.replicas", "2");
        settings.put("transaction.state.log.min.isr", "2");
        return settings;
    }

    /** The brokers. */
    public List<KafkaBroker> brokers() {
        return brokers;
    }

    /** The address of all brokers for {@code --to}. */
    public String url(String prefix) {
        return brokers.stream()
                .map(broker -> "127.0.0.1:" + broker.port())
                .collect(Collectors.joining(",", "kafka://", "/" + prefix));
    }

    @Override
    public void close() {
        brokers.forEach(KafkaBroker::close);
    }
}
