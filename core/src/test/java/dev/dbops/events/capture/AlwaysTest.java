package dev.dbops.events.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.events.Operation;
import dev.dbops.events.replay.ReplayedPair;
import dev.dbops.postgres.Database;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Triggers that fire for changes as a replica too. */
class AlwaysTest {
    private static final CaptureOptions ALWAYS =
            new CaptureOptions(Operation.ALL, List.of(), List.of(), false, "", Delivery.NONE, true);

    private static final String TABLES = """
        CREATE TABLE statement (id int PRIMARY KEY);
        CREATE TABLE first (id int PRIMARY KEY);
        CREATE FUNCTION pass() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
        CREATE TRIGGER other AFTER INSERT OR UPDATE OR DELETE ON first FOR EACH ROW EXECUTE FUNCTION pass();
        CREATE TABLE part (id int PRIMARY KEY) PARTITION BY RANGE (id);
        CREATE TABLE low PARTITION OF part FOR VALUES FROM (0) TO (1000);
        """;

    private static final String WRITES = """
        INSERT INTO {table} VALUES (1), (2);
        UPDATE {table} SET id = 3 WHERE id = 1;
        DELETE FROM {table} WHERE id = 2;
        TRUNCATE {table};
        """;

    private static final List<String> ALL = List.of("c", "c", "d", "c", "d", "t");

    @ParameterizedTest
    @CsvSource({"13, statement", "17, statement", "17, first", "13, part", "15, part", "17, part", "18, part"})
    void changesAsAReplicaAreCaptured(int major, String table) {
        try (var db = new CaptureDatabase(major)) {
            db.run(TABLES).install(ALWAYS, table);
            assertThat(new TriggerListing(db.database()).list())
                    .singleElement()
                    .satisfies(row -> assertThat(row.drift()).isEmpty())
                    .satisfies(row -> assertThat(row.options()).isEqualTo("--always"));

            db.run("SET session_replication_role = replica")
                    .run(WRITES.replace("{table}", table))
                    .run("RESET session_replication_role");

            assertThat(db.rows("SELECT op FROM dbops.event_log ORDER BY seq")).isEqualTo(ALL);
            assertThat(db.install(ALWAYS, table).tables())
                    .singleElement()
                    .satisfies(change -> assertThat(change.state()).isEqualTo("unchanged"));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {13, 17})
    void aPartitionThatIsCreatedLaterIsCapturedToo(int major) {
        try (var db = new CaptureDatabase(major)) {
            db.run(TABLES).install(ALWAYS, "part");

            db.run("CREATE TABLE high PARTITION OF part FOR VALUES FROM (1000) TO (2000);"
                    + " SET session_replication_role = replica; INSERT INTO high VALUES (1001);"
                    + " RESET session_replication_role");

            assertThat(db.keys()).containsExactly("part c {\"id\": 1001}");
        }
    }

    @Test
    void theListSaysWhenATriggerFires() {
        try (var db = new CaptureDatabase(17)) {
            db.run(TABLES).install("statement");

            db.run("""
                ALTER TABLE statement
                    ENABLE ALWAYS TRIGGER dbops_capture_insert,
                    ENABLE REPLICA TRIGGER dbops_capture_update,
                    DISABLE TRIGGER dbops_capture_delete
                """);

            assertThat(new TriggerListing(db.database()).list().getFirst().drift())
                    .containsExactlyInAnyOrder(
                            "trigger dbops_capture_insert on public.statement fires for changes as a replica too"
                                    + " (ENABLE ALWAYS)",
                            "trigger dbops_capture_update on public.statement fires only for changes as a replica"
                                    + " (ENABLE REPLICA)",
                            "trigger dbops_capture_delete on public.statement is disabled");

            db.install(ALWAYS, "statement");
            db.run("ALTER TABLE statement ENABLE TRIGGER dbops_capture_insert");
            assertThat(new TriggerListing(db.database()).list().getFirst().drift())
                    .containsExactly(
                            "trigger dbops_capture_insert on public.statement does not fire for changes as a replica");
        }
    }

    /** A replay writes as a replica. */
    @Test
    void aReplayIntoTheTableIsNotCapturedAgain() {
        var pair = new ReplayedPair(17);
        pair.both("CREATE TABLE statement (id int PRIMARY KEY)").capture("statement");
        try (var target = Database.connect(pair.source()
                .withDatabase(pair.targetRows("SELECT current_database()").getFirst()))) {
            new EventTriggers(target, Set.of(TriggerKind.EVENTS), ALWAYS).install(CaptureDatabase.choice("statement"));
        }

        pair.inSource("INSERT INTO statement VALUES (1)").replay();

        assertThat(pair.targetRows("SELECT * FROM statement")).containsExactly("1");
        assertThat(pair.targetRows("SELECT * FROM dbops.event_log")).isEmpty();
    }
}
