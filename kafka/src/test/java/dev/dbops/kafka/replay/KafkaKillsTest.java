package dev.dbops.kafka.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.BackgroundTask;
import dev.dbops.kafka.KafkaAddress;
import dev.dbops.kafka.broker.KafkaBroker;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.HostPort;
import dev.dbops.testing.CrashingServer;
import dev.dbops.testing.CuttingProxy;
import dev.dbops.testing.FreePort;
import dev.dbops.testing.RandomWriters;
import dev.dbops.testing.TestServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The follower, the broker and the source are killed, and the network is cut, while sixteen sessions write: then another
 * program reads each event once, and the changes of each row in their order. A long run is {@code -Dkafka.kills=200}
 * (docs/testing.md).
 */
class KafkaKillsTest {
    private static final int KILLS = Integer.getInteger("kafka.kills", 4);
    private static final long SEED = Long.getLong("kafka.seed", 20);
    private static final int WRITERS = 16;
    private static final int TRANSACTIONS = 20;

    private final Random random = new Random(SEED);

    @TempDir
    private Path directory;

    private CrashingServer server;
    private ConnectionTarget source;
    private KafkaBroker broker;
    private CuttingProxy link;
    private KafkaAddress address;
    private Process follower;

    @BeforeEach
    void start() throws IOException {
        server = new CrashingServer(TestServer.CARRIED, directory, Map.of());
        source = server.server().newDatabase();
        DeliveredEvents.capture(server.server(), source);
        var port = FreePort.choose();
        link = new CuttingProxy(new HostPort("127.0.0.1", port));
        broker = new KafkaBroker(Map.of(), port, link.port());
        address = KafkaAddress.parse("kafka://127.0.0.1:%d/kills".formatted(link.port()));
        follower = FollowerProcess.start(source, address);
    }

    @AfterEach
    void end() {
        follower.destroyForcibly().onExit().join();
        link.close();
        broker.close();
        server.close();
    }

    @Test
    void faultsLoseAndRepeatNothing() throws Exception {
        var transactions = 0;
        for (var kill = 0; kill < KILLS; kill++) {
            var writers = new RandomWriters(server.server().jdbcUrl(source.database()), SEED + kill).reconnecting();
            var writing = BackgroundTask.start("writers", () -> writers.run(WRITERS, TRANSACTIONS));
            fault(kill < 4 ? kill : random.nextInt(4));
            transactions += writing.get();
            assertThat(follower.isAlive())
                    .as("the follower, after fault %d", kill)
                    .isTrue();
        }
        follower.destroyForcibly().onExit().join();
        new DeliveredEvents(source, address).completeAndCheck(broker);
        System.out.printf("%d faults, seed %d: %d transactions%n", KILLS, SEED, transactions);
    }

    /** One of the four kinds, at a random moment. */
    private void fault(int kind) throws IOException {
        var moment = System.nanoTime() + random.nextInt(1, 1000) * 1_000_000L;
        while (System.nanoTime() < moment) {
            Thread.onSpinWait();
        }
        switch (kind) {
            case 0 -> {
                follower.destroyForcibly().onExit().join();
                follower = FollowerProcess.start(source, address);
            }
            case 1 -> {
                broker.kill();
                broker.start();
            }
            case 2 -> {
                server.crash();
                server.start();
            }
            default -> link.cut();
        }
    }
}
