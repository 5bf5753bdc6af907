package dev.dbops.events.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbops.OpsException;
import dev.dbops.events.TestLog;
import dev.dbops.postgres.Database;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartitionsTest {
    private static final String WAITING =
            "SELECT count(*) FROM pg_locks WHERE NOT granted AND database = (SELECT oid FROM pg_database WHERE datname"
                    + " = current_database())";

    /** The statement would choose the default partition, from which the new one takes the rows of today. */
    @ParameterizedTest
    @ValueSource(ints = {13, 15, 17, 18})
    void aWriteDuringThePartitionsCreationSucceeds(int major) throws Exception {
        try (var log = TestLog.ofMajor(major);
                var blocker = Database.connect(log.target());
                var maker = Database.connect(log.target());
                var writer = Database.connect(log.target());
                var observer = Database.connect(log.target());
                var threads = Executors.newFixedThreadPool(2)) {
            blocker.executeAsIs("BEGIN; LOCK TABLE dbops.event_log_default IN ACCESS EXCLUSIVE MODE");
            var made = threads.submit(() -> Partitions.ensure(maker));
            awaitWaiting(observer, 1);
            var written = threads.submit(() -> writer.executeAsIs(
                    "INSERT INTO dbops.event_log (schema_name, table_name, op, key) VALUES ('s', 't', 'c', '{}')"));
            awaitWaiting(observer, 2);

            blocker.executeAsIs("COMMIT");

            written.get();
            assertThat(made.get()).isNotEmpty();
            assertThat(observer.query("SELECT tableoid::regclass::text FROM dbops.event_log", row -> row.getString(1)))
                    .singleElement()
                    .asString()
                    .contains("event_log_2");
        }
    }

    @Test
    void aLogThatIsInUseIsNotWaitedForLong() {
        try (var log = TestLog.ofMajor(17);
                var writer = Database.connect(log.target());
                var maker = Database.connect(log.target())) {
            writer.executeAsIs(
                    "BEGIN; INSERT INTO dbops.event_log (schema_name, table_name, op) VALUES ('s', 't', 't')");

            assertThatThrownBy(() -> Partitions.ensure(maker))
                    .isInstanceOfSatisfying(
                            OpsException.class, e -> assertThat(e.kind()).isEqualTo(OpsException.Kind.TIMEOUT))
                    .hasMessageStartingWith("a table or the event log is in use by a long transaction");
        }
    }

    private static void awaitWaiting(Database observer, long sessions) {
        while (observer.query(WAITING, row -> row.getLong(1)).getFirst() < sessions) {
            Thread.onSpinWait();
        }
    }
}
