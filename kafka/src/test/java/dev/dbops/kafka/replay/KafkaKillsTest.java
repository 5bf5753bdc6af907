package dev.dbops.kafka.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.BackgroundTask;
import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.events.Event;
import dev.dbops.events.EventFilter;
import dev.dbops.events.EventLog;
import dev.dbops.events.EventReader;
import dev.dbops.events.capture.CaptureOptions;
import dev.dbops.events.capture.EventTriggers;
import dev.dbops.events.capture.TableChoice;
import dev.dbops.events.capture.TriggerKind;
import dev.dbops.events.replay.ReplayListener;
import dev.dbops.kafka.KafkaAddress;
import dev.dbops.kafka.broker.KafkaBroker;
import dev.dbops.kafka.broker.KcatReader;
import dev.dbops.postgres.Database;
import dev.dbops.postgres.TableName;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.HostPort;
import dev.dbops.testing.CrashingServer;
import dev.dbops.testing.CuttingProxy;
import dev.dbops.testing.RandomWriters;
import dev.dbops.testing.TestServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
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
        server.server().execute(source.database(), RandomWriters.SCHEMA);
        try (var database = Database.connect(source)) {
            var names = RandomWriters.TABLES.stream().map(TableName::parse).toList();
            new EventTriggers(database, Set.of(TriggerKind.EVENTS), CaptureOptions.DEFAULT)
                    .install(new TableChoice(names, "public", false));
        }
        var port = KafkaBroker.freePort();
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
        replayToEnd();

        assertEachOnceInOrder();
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

    private void replayToEnd() throws InterruptedException {
        for (var attempt = 0; attempt < 10; attempt++) {
            try {
                FollowerProcess.replay(source, address, false, new ReplayListener() {})
                        .run();
                return;
            } catch (OpsException e) {
                assertThat(e.kind()).as(e.getMessage()).isEqualTo(Kind.UNREACHABLE);
            }
        }
        throw new AssertionError("the broker does not recover");
    }

    private void assertEachOnceInOrder() throws IOException, InterruptedException {
        var logged = logged();
        assertThat(logged.keySet()).containsExactlyInAnyOrderElementsOf(RandomWriters.TABLES);
        for (var table : RandomWriters.TABLES) {
            var topic = "%s.public.%s".formatted(address.prefix(), table);
            var arrived = new KcatReader(broker.port()).events(topic);
            assertThat(arrived)
                    .as(topic)
                    .extracting(event -> event.seq())
                    .doesNotHaveDuplicates()
                    .containsExactlyInAnyOrderElementsOf(logged.get(table));
            Map<String, Long> last = new HashMap<>();
            for (var event : arrived) {
                var before = last.put(event.key(), event.seq());
                // a TRUNCATE has no key
                assertThat(event.key().isEmpty() || before == null || before < event.seq())
                        .as("%s: %d before %d of %s", topic, before, event.seq(), event.key())
                        .isTrue();
            }
        }
    }

    /** The numbers of the events in the log, by their tables. */
    private Map<String, List<Long>> logged() {
        Map<String, List<Long>> numbers = new HashMap<>();
        try (var database = Database.connect(source)) {
            var reader = new EventReader(database, EventFilter.all(), 1000);
            var position = EventLog.open(database).beginning();
            while (true) {
                var batch = reader.next(position);
                for (Event event : batch.events()) {
                    numbers.computeIfAbsent(event.table(), _ -> new ArrayList<>())
                            .add(event.seq());
                }
                position = batch.end();
                if (batch.events().isEmpty() && batch.endsWindow()) {
                    return numbers;
                }
            }
        }
    }
}
