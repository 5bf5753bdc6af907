package dev.dbops.events.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.events.Batch;
import dev.dbops.events.EventFilter;
import dev.dbops.events.NameMap;
import dev.dbops.events.Position;
import dev.dbops.events.capture.CaptureOptions;
import dev.dbops.events.capture.EventTriggers;
import dev.dbops.events.capture.TableChoice;
import dev.dbops.events.capture.TriggerKind;
import dev.dbops.events.replay.postgres.PostgresSink;
import dev.dbops.postgres.Database;
import dev.dbops.postgres.TableName;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.testing.CrashingServer;
import dev.dbops.testing.TestServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Changes that a crash of the source takes back were not delivered: a server loses what it had not written to its disk,
 * and gives the numbers of those transactions to others.
 */
class SourceCrashTest {
    private static final String TABLE = "CREATE TABLE item (id int PRIMARY KEY, note text)";
    private static final String ROWS = "SELECT * FROM item ORDER BY id";

    /** Nothing goes to the disk but by a commit that waits for it. */
    private static final Map<String, String> LAZY =
            Map.of("autovacuum", "off", "wal_level", "minimal", "max_wal_senders", "0", "checkpoint_timeout", "1d");

    private final TestServer targetServer = TestServer.carried();
    private final ConnectionTarget target = targetServer.newDatabase();

    @TempDir
    private Path directory;

    private CrashingServer crashing;
    private ConnectionTarget source;

    @BeforeEach
    void start() {
        crashing = new CrashingServer(TestServer.CARRIED, directory, LAZY);
        source = crashing.server().newDatabase();
        crashing.server().execute(source.database(), TABLE);
        targetServer.execute(target.database(), TABLE);
        try (var database = Database.connect(source)) {
            new EventTriggers(database, Set.of(TriggerKind.EVENTS), CaptureOptions.DEFAULT)
                    .install(new TableChoice(List.of(TableName.parse("item")), "public", false));
        }
        crashing.suspend("walwriter");
    }

    @AfterEach
    void end() {
        crashing.close();
    }

    @Test
    void theNumberOfATransactionThatWasRolledBackMayComeAgain() {
        crashAfterTheDelivery(
                "INSERT INTO item VALUES (1, 'kept')", "BEGIN; INSERT INTO item VALUES (2, 'no'); ROLLBACK");

        goOn();

        assertThat(targetServer.rows(target.database(), ROWS)).containsExactly("1|kept", "3|after the crash");
        assertSame();
    }

    @Test
    void aCommitThatDoesNotWaitForTheDiskIsWaitedForBeforeItIsDelivered() {
        crashAfterTheDelivery("SET synchronous_commit = off; INSERT INTO item VALUES (1, 'kept')");

        goOn();

        assertThat(targetServer.rows(target.database(), ROWS)).containsExactly("1|kept", "3|after the crash");
        assertSame();
    }

    /** Changes are made when the replay has begun; when they have arrived, the source crashes, and comes back. */
    private void crashAfterTheDelivery(String... changes) {
        var listener = new ReplayListener() {
            @Override
            public void begins(Position position) {
                for (var change : changes) {
                    crashing.server().execute(source.database(), change);
                }
            }

            @Override
            public void delivered(Batch batch, long waiting) {
                crashing.crash();
                crashing.start();
            }
        };
        assertThatThrownBy(() -> replay(listener))
                .isInstanceOfSatisfying(
                        OpsException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNREACHABLE));
    }

    private void goOn() {
        crashing.server().execute(source.database(), "INSERT INTO item VALUES (3, 'after the crash')");
        replay(new ReplayListener() {});
    }

    private void replay(ReplayListener listener) {
        var options = new ReplayOptions(
                "test", EventFilter.all(), new NameMap(), Optional.empty(), false, false, false, 0, 1000);
        try {
            new Replay(source, log -> PostgresSink.open(target, log, "test", 1), options, listener).run();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void assertSame() {
        assertThat(crashing.server().rows(source.database(), ROWS))
                .isEqualTo(targetServer.rows(target.database(), ROWS));
    }
}
