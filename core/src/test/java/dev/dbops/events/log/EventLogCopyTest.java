package dev.dbops.events.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbops.OpsException;
import dev.dbops.events.EventLog;
import dev.dbops.events.Follower;
import dev.dbops.events.TestLog;
import dev.dbops.events.replay.ReplayedPair;
import dev.dbops.postgres.Database;
import dev.dbops.target.ConnectionUrl;
import dev.dbops.testing.TestServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A database that was copied with its log gets its own log. */
class EventLogCopyTest {
    /** Of a server that had given out more transaction ids than this one, as pg_dump takes them along. */
    private static final String COPIED = """
        INSERT INTO dbops.event_log (xid, schema_name, table_name, op, key, after)
        SELECT '4000000000000', 'public', 'users', 'u', jsonb_build_object('id', n), jsonb_build_object('value', n::text)
          FROM generate_series(1, 300) AS n;
        UPDATE dbops.log_meta SET system_identifier = 1
        """;

    @ParameterizedTest
    @ValueSource(ints = {13, 17})
    void eventsOfAServerThatWasAheadAreReadOnceAndBeforeThoseOfItsOwn(int major) {
        try (var log = TestLog.ofMajor(major)) {
            log.execute(COPIED);
            assertThatThrownBy(log::log)
                    .isInstanceOf(OpsException.class)
                    .hasMessageContaining("is a copy of another database's");
            try (var session = log.session()) {
                EventLogSchema.create(session.database());
                var follower = new Follower(log);

                assertThat(follower.look()).hasSize(300);
                session.update("1", "of its own");

                assertThat(follower.look()).containsExactly("of its own");
                assertThat(follower.look()).isEmpty();
            }
        }
    }

    /** The events that follow have the numbers of events that were delivered before. */
    @Test
    void aLogThatWasRestoredInPlaceIsAnother(@TempDir Path directory) throws Exception {
        var target = TestServer.ofMajor(15).newDatabase();
        try (var database = Database.connect(target)) {
            EventLogSchema.create(database);
            var url = ConnectionUrl.formatWithPassword(target);
            var id = EventLog.open(database).id();
            var dump = directory.resolve("source.dump").toString();
            run("pg_dump", "-Fc", "-n", "dbops", "-f", dump, url);

            run("pg_restore", "--clean", "--if-exists", "-d", url, dump);

            assertThatThrownBy(() -> EventLog.open(database))
                    .isInstanceOf(OpsException.class)
                    .hasMessageContaining("or was restored from a dump");
            assertThat(EventLogSchema.create(database))
                    .hasValueSatisfying(note -> assertThat(note).contains("its log was restored from a dump"));
            assertThat(EventLog.open(database).id()).isNotEqualTo(id);
        }
    }

    private static void run(String... command) throws Exception {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }

    /** The publication of a Debezium connector is copied too. */
    @ParameterizedTest
    @ValueSource(ints = {13, 15, 17, 18})
    void aPublicationOfAllTablesDoesNotPreventTheCopy(int major) {
        try (var log = TestLog.ofMajor(major)) {
            log.execute(COPIED + "; CREATE PUBLICATION everything FOR ALL TABLES");
            log.execute("ALTER TABLE dbops.event_log_default REPLICA IDENTITY DEFAULT");
            log.execute("ALTER TABLE dbops.tick REPLICA IDENTITY DEFAULT");
            try (var session = log.session()) {
                EventLogSchema.create(session.database());

                assertThat(new Follower(log).look()).hasSize(300);
                assertThat(session.database()
                                .query(
                                        "SELECT count(*) FROM pg_class WHERE relnamespace = 'dbops'::regnamespace AND"
                                                + " relkind = 'r' AND relreplident = 'd' AND NOT EXISTS (SELECT FROM"
                                                + " pg_index WHERE indrelid = pg_class.oid AND indisprimary)",
                                        row -> row.getInt(1)))
                        .containsExactly(0);
            }
        }
    }

    /** A row that is being written meanwhile is an event of the new log, which nobody has read yet. */
    @ParameterizedTest
    @ValueSource(ints = {13, 17})
    void whatIsCommittedAfterTheCopyHasGotItsLogIsNotLost(int major) throws Exception {
        try (var log = TestLog.ofMajor(major)) {
            log.execute(COPIED);
            try (var session = log.session();
                    var open = log.session()) {
                open.begin().update("open", "late");
                EventLogSchema.create(session.database());
                var follower = new Follower(log);
                assertThat(follower.look()).hasSize(300);

                open.commit();

                assertThat(follower.look()).containsExactly("late");
                assertThat(follower.look()).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {13, 17})
    void aCopyOnTheSameServerIsKnownToo(int major) {
        var server = TestServer.ofMajor(major);
        var pair = new ReplayedPair(major)
                .both("CREATE TABLE t (id int PRIMARY KEY)")
                .capture("t");
        var copy = server.unusedDatabase();
        server.execute(
                "postgres",
                "CREATE DATABASE %s TEMPLATE %s"
                        .formatted(copy.database(), pair.source().database()));

        try (var database = Database.connect(copy)) {
            assertThatThrownBy(() -> EventLog.open(database))
                    .isInstanceOf(OpsException.class)
                    .hasMessage(
                            "the event log of database \"%s\" is a copy of another database's, or was restored from a dump: positions in the original are not valid here"
                                    .formatted(copy.database()));

            assertThat(EventLogSchema.create(database)).isPresent();

            assertThat(EventLog.open(database).id())
                    .isNotEqualTo(
                            pair.sourceRows("SELECT log_id FROM dbops.log_meta").getFirst());
            assertThat(EventLogSchema.create(database)).isEmpty();
        }
    }
}
