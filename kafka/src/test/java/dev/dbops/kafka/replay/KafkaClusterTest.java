package dev.dbops.kafka.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.BackgroundTask;
import dev.dbops.kafka.KafkaAddress;
import dev.dbops.kafka.broker.KafkaBroker;
import dev.dbops.kafka.broker.KafkaCluster;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.testing.RandomWriters;
import dev.dbops.testing.TestServer;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Each of three brokers is killed while sessions write; the follower continues with the other two, which have every
 * message. A long run is {@code -Dkafka.kills=200} (docs/testing.md).
 */
class KafkaClusterTest {
    private static final int KILLS = Integer.getInteger("kafka.kills", 3);
    private static final long SEED = Long.getLong("kafka.seed", 21);
    private static final int WRITERS = 4;
    private static final int TRANSACTIONS = 30;

    private final Random random = new Random(SEED);
    private TestServer server;
    private ConnectionTarget source;
    private KafkaCluster cluster;
    private KafkaAddress address;
    private Process follower;

    @BeforeEach
    void start() throws IOException {
        server = TestServer.carried();
        source = server.newDatabase();
        DeliveredEvents.capture(server, source);
        cluster = new KafkaCluster();
        address = KafkaAddress.parse(cluster.url("cluster"));
        follower = FollowerProcess.start(source, address);
    }

    @AfterEach
    void end() {
        follower.destroyForcibly().onExit().join();
        cluster.close();
    }

    @Test
    void aBrokerThatIsKilledLosesAndRepeatsNothing() throws Exception {
        var transactions = 0;
        for (var kill = 0; kill < KILLS; kill++) {
            var writers = new RandomWriters(server.jdbcUrl(source.database()), SEED + kill);
            var writing = BackgroundTask.start("writers", () -> writers.run(WRITERS, TRANSACTIONS));
            killAndRestart(cluster.brokers().get(kill % cluster.brokers().size()));
            transactions += writing.get();
            assertThat(follower.isAlive())
                    .as("the follower, after kill %d", kill)
                    .isTrue();
        }
        follower.destroyForcibly().onExit().join();

        new DeliveredEvents(source, address).completeAndCheck(cluster.brokers().getFirst());
        System.out.printf("%d kills, seed %d: %d transactions%n", KILLS, SEED, transactions);
    }

    /** Kills the broker at a random moment; it starts again while the others deliver. */
    private void killAndRestart(KafkaBroker broker) {
        var moment = System.nanoTime() + random.nextInt(1, 500) * 1_000_000L;
        while (System.nanoTime() < moment) {
            Thread.onSpinWait();
        }
        broker.kill();
        broker.start();
    }
}
