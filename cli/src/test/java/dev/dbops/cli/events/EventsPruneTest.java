package dev.dbops.cli.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.cli.Cli;
import dev.dbops.events.EventLog;
import dev.dbops.postgres.Database;
import dev.dbops.postgres.maintenance.ProtectionMark;
import dev.dbops.testing.TestServer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventsPruneTest {
    @TempDir
    private Path directory;

    @AutoClose
    private EventDatabase events;

    private Cli cli;

    /** Partitions old_20 and old_1 with an event each, 20 days and 1 day old; one of 30 days in the default partition. */
    @BeforeEach
    void aLogWithOldEvents() {
        events = new EventDatabase(TestServer.carried().newDatabase());
        for (var days : List.of(20, 1)) {
            var from = "date_trunc('day', now() AT TIME ZONE 'UTC')::timestamptz - interval '%d d'".formatted(days);
            events.execute(("DO $$ BEGIN EXECUTE format('CREATE TABLE dbops.old_%d PARTITION OF dbops.event_log"
                            + " FOR VALUES FROM (%%L) TO (%%L)', %s, %s + interval '1 d'); END $$")
                    .formatted(days, from, from));
        }
        for (var days : List.of(30, 20, 1)) {
            events.execute("INSERT INTO dbops.event_log (ts, schema_name, table_name, op)"
                    + " VALUES (date_trunc('day', now() AT TIME ZONE 'UTC')::timestamptz - interval '%d d' + interval '1 h',"
                            .formatted(days)
                    + " 'public', 'users', 't')");
        }
        cli = new Cli(directory).with(events.target());
    }

    private List<String> left() {
        return events.database()
                .query("SELECT tableoid::regclass::text FROM dbops.event_log ORDER BY ts", row -> row.getString(1));
    }

    private boolean exists(String partition) {
        return events.database()
                .query("SELECT to_regclass('dbops.%s') IS NOT NULL".formatted(partition), row -> row.getBoolean(1))
                .getFirst();
    }

    @Test
    void whatIsOldIsDroppedAndPartitionsAreMade() {
        var prune = cli.run("events-prune", "--yes").succeeded();

        assertThat(prune.out())
                .startsWith("dropped 1 partition(s), deleted 1 further event(s), made 14 partition(s)\n")
                .containsPattern("old_20 .* dropped\n")
                .doesNotContain("old_1 ");
        assertThat(left()).containsExactly("dbops.old_1");
        assertThat(exists("old_20")).isFalse();
        assertThat(cli.run("events-prune").succeeded().out())
                .isEqualTo("dropped 0 partition(s), deleted 0 further event(s), made 0 partition(s)\n");
    }

    @Test
    void aDryRunChangesNothing() {
        var prune = cli.run("events-prune", "--dry-run").succeeded();

        assertThat(prune.out())
                .startsWith("would have dropped 1 partition(s), deleted 1 further event(s)")
                .contains("would be dropped");
        assertThat(left()).hasSize(3);
    }

    @Test
    void howOldEventsBecomeCanBeSaid() {
        cli.run("events-prune", "--yes", "--keep", "25d").succeeded();

        assertThat(left()).containsExactly("dbops.old_20", "dbops.old_1");
    }

    /** Debezium makes such a publication; a log of an earlier version has no replica identity. */
    @Test
    void aPublicationOfAllTablesDoesNotPreventIt() {
        events.execute("CREATE PUBLICATION everything FOR ALL TABLES");
        for (var table : List.of("event_log_default", "tick", "old_1", "old_20")) {
            events.execute("ALTER TABLE dbops.%s REPLICA IDENTITY DEFAULT".formatted(table));
        }

        cli.run("events-prune", "--yes").succeeded();

        assertThat(left()).containsExactly("dbops.old_1");
        assertThat(exists("old_20")).isFalse();
    }

    @Test
    void aFailureInTheMiddleSaysWhatIsDone() {
        events.execute("""
            CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'not now'; END $$;
            CREATE TRIGGER refuse BEFORE DELETE ON dbops.event_log_default EXECUTE FUNCTION refuse()
            """);

        assertThat(cli.run("events-prune", "--yes").failed(3).err())
                .contains("error: not now; before that, old_20 was dropped");
    }

    @Test
    void itIsConfirmed() {
        assertThat(cli.run("events-prune").failed(5).err())
                .contains("error: this will drop 1 partition(s) and 1 further event(s) of the event log of database")
                .contains("hint: if that is meant, pass --yes");
        new ProtectionMark(events.database()).set();
        cli.run("events-prune", "--yes").failed(5);
        assertThat(left()).hasSize(3);

        cli.run("events-prune", "--confirm", events.target().database()).succeeded();
        assertThat(left()).hasSize(1);
    }

    @Test
    void whatAConsumerHasNotReadIsKeptUntilItIsForgotten() {
        var log = EventLog.open(events.database());
        events.execute(
                "INSERT INTO dbops.consumer (name, sink, position) VALUES ('slow', '-', '%s'), ('fast', '-', '%s')"
                        .formatted(log.beginning(), log.now()));

        var prune = cli.run("events-prune", "--yes").succeeded();

        assertThat(prune.out()).startsWith("dropped 0 partition(s), deleted 0 ").contains("kept for slow");
        assertThat(prune.err()).contains("warning: old_20 is kept for consumer \"slow\", which has not read it");
        assertThat(left()).hasSize(3);

        assertThat(cli.run("events-prune", "--yes", "--forget", "slow")
                        .succeeded()
                        .out())
                .startsWith("dropped 1 partition(s), deleted 1 ")
                .contains(", forgot consumer \"slow\"\n");
        assertThat(left()).hasSize(1);
        assertThat(events.database().query("SELECT name FROM dbops.consumer", row -> row.getString(1)))
                .containsExactly("fast");
    }

    @Test
    void anUnknownConsumerCannotBeForgotten() {
        assertThat(cli.run("events-prune", "--yes", "--forget", "nobody")
                        .failed(2)
                        .err())
                .contains("error: the event log has no consumer \"nobody\"\nhint: db-ops events-status");
        assertThat(left()).hasSize(3);
    }

    @Test
    void whereALongTransactionIsInTheWayItGivesUp() throws java.sql.SQLException {
        try (var reader = Database.connect(events.target())) {
            reader.connection().setAutoCommit(false);
            reader.query("SELECT count(*) FROM dbops.event_log", row -> row.getLong(1));

            var prune = cli.run("events-prune", "--yes").failed(6);

            assertThat(prune.err())
                    .contains(
                            "error: a table or the event log is in use by a long transaction; nothing more was changed")
                    .contains("hint: find it with db-ops sessions");
            assertThat(left()).hasSize(3);
        }
    }
}
