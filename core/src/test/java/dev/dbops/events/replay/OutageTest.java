package dev.dbops.events.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.events.Batch;
import dev.dbops.events.EventFilter;
import dev.dbops.events.EventLog;
import dev.dbops.events.NameMap;
import dev.dbops.events.envelope.Envelope;
import dev.dbops.events.replay.postgres.PostgresSink;
import dev.dbops.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A follower waits for the end of failures that nobody's data or options caused, and names the side that failed. */
@Timeout(120)
class OutageTest {
    private static final String ITEMS = "CREATE TABLE item (id int PRIMARY KEY)";

    @TempDir
    private Path directory;

    private final ReplayedPair pair = new ReplayedPair(TestServer.CARRIED);
    /** The follower waits in lost() until the test takes the reason: each outage is seen once. */
    private final SynchronousQueue<String> losses = new SynchronousQueue<>();

    private final SynchronousQueue<Integer> deliveries = new SynchronousQueue<>();
    private Optional<Thread> follower = Optional.empty();
    private final CompletableFuture<OpsException> failure = new CompletableFuture<>();

    @BeforeEach
    void oneTable() {
        pair.both(ITEMS).capture("item").inSource("INSERT INTO item VALUES (1)");
    }

    @AfterEach
    void end() throws InterruptedException {
        if (follower.isPresent()) {
            follower.get().interrupt();
            follower.get().join();
        }
    }

    private void follow(Replay.SinkFactory sink) {
        var options = new ReplayOptions(
                "test", EventFilter.all(), new NameMap(), Optional.empty(), true, true, false, 0, 1000);
        var replay = new Replay(pair.source(), sink, options, new ReplayListener() {
            @Override
            public void lost(OpsException reason) {
                hand(losses, reason.getMessage());
            }

            @Override
            public void delivered(Batch batch, long left) {
                hand(deliveries, batch.events().size());
            }
        });
        follower = Optional.of(Thread.ofPlatform().start(() -> {
            try {
                replay.run();
            } catch (InterruptedException _) {
                // how it is meant to end
            } catch (OpsException e) {
                failure.complete(e);
            }
        }));
    }

    private static <T> void hand(SynchronousQueue<T> queue, T value) {
        try {
            queue.put(value);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private <T> T next(SynchronousQueue<T> queue) throws InterruptedException {
        var value = queue.poll(60, TimeUnit.SECONDS);
        assertThat(value).as(() -> "the follower; failure: " + failure).isNotNull();
        return value;
    }

    private Sink target(EventLog log) {
        return PostgresSink.open(pair.target(), log, "test", 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"disk_full", "too_many_connections", "read_only_sql_transaction", "lock_not_available"})
    void aFollowerWaitsUntilTheTargetAcceptsRowsAgain(String condition) throws InterruptedException {
        follow(this::target);
        assertThat(next(deliveries)).isOne();
        pair.inTarget("""
            CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
                $$ BEGIN RAISE EXCEPTION 'no room' USING ERRCODE = '%s'; END $$;
            CREATE TRIGGER refuse BEFORE INSERT ON item FOR EACH ROW EXECUTE FUNCTION refuse();
            ALTER TABLE item ENABLE ALWAYS TRIGGER refuse
            """.formatted(condition));
        pair.inSource("INSERT INTO item VALUES (2)");

        assertThat(next(losses)).isEqualTo("sink: no room");

        pair.inTarget("DROP TRIGGER refuse ON item");
        // a second attempt may have begun before the trigger was dropped
        Integer delivered = null;
        while (delivered == null) {
            losses.poll();
            delivered = deliveries.poll(10, TimeUnit.MILLISECONDS);
        }
        assertThat(pair.targetRows("SELECT id FROM item ORDER BY id")).containsExactly("1", "2");
        assertThat(pair.putAside()).isEmpty();
    }

    @Test
    void aFollowerWaitsForRoomOnTheDiskOfAFile() throws Exception {
        var file = directory.resolve("events.jsonl");
        follow(log -> FileSink.open(file, Envelope.of(log), Rotation.NEVER, note -> {}));
        assertThat(next(deliveries)).isOne();
        Files.delete(file);
        Files.createSymbolicLink(file, Path.of("/dev/full"));
        pair.inSource("INSERT INTO item VALUES (2)");

        assertThat(next(losses)).isEqualTo("cannot write %s: No space left on device".formatted(file));

        Files.delete(file);
        Integer delivered = null;
        while (delivered == null) {
            losses.poll();
            delivered = deliveries.poll(10, TimeUnit.MILLISECONDS);
        }
        assertThat(Files.readAllLines(file)).singleElement().asString().contains("{\"id\": 2}");
    }

    @Test
    void theSourceIsNamedToo() throws InterruptedException {
        follow(this::target);
        assertThat(next(deliveries)).isOne();

        TestServer.carried().execute("postgres", """
            SELECT pg_terminate_backend(pid)
              FROM pg_stat_activity
             WHERE datname = '%s'
            """.formatted(pair.source().database()));

        assertThat(next(losses)).startsWith("source: the connection was lost: ");
    }

    @Test
    void whatWillNotPassEndsTheFollower() {
        assertThat(Outage.passes(new OpsException(Kind.REFUSED, "no"))).isFalse();
        assertThat(Outage.passes(new OpsException(Kind.FAILED, "no"))).isFalse();
        assertThat(Outage.passes(new OpsException(Kind.USAGE, "no", "no", new IOException("no"))))
                .isFalse();
    }
}
