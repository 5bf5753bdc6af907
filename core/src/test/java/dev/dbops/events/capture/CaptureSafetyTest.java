package dev.dbops.events.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A write continues whatever happened to the log or the table, for any role and any kind of write. */
class CaptureSafetyTest {
    private static final String TABLE = "CREATE TABLE t (id int PRIMARY KEY, j json, name text)";

    private static final String WRITES = """
        INSERT INTO t (id) VALUES (1), (2);
        UPDATE t SET id = id + 10;
        DELETE FROM t WHERE id = 11;
        TRUNCATE t
        """;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DROP TABLE dbops.event_log",
                "DROP TABLE dbops.event_log_default",
                "DROP SEQUENCE dbops.event_seq CASCADE",
                "DROP TABLE dbops.log_meta, dbops.tick, dbops.consumer, dbops.snapshot_table, dbops.snapshot_part,"
                        + " dbops.dead_letter, dbops.capture",
                "DROP FUNCTION dbops.capture_update_OID() CASCADE",
                "DROP FUNCTION dbops.capture_insert_OID(), dbops.capture_delete_OID(), dbops.capture_truncate()"
                        + " CASCADE",
                "ALTER FUNCTION dbops.capture_insert_OID() RENAME TO capture_insert_renamed",
                "DROP SCHEMA dbops CASCADE"
            })
    void whatIsDroppedOrRenamedByHandFailsNoWrite(String drop) {
        try (var db = new CaptureDatabase(17)) {
            db.run(TABLE).install("t");
            db.run("INSERT INTO t VALUES (7); DELETE FROM t");

            var oid = db.rows("SELECT 't'::regclass::oid").getFirst();
            db.run(drop.replace("OID", oid)).run(WRITES);

            assertThat(db.rows("SELECT count(*) FROM t")).containsExactly("0");
            db.install("t");
            db.run("INSERT INTO t VALUES (5)");
            assertThat(db.keys()).endsWith("t c {\"id\": 5}");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER TABLE dbops.event_log RENAME TO old_log",
                "ALTER TABLE dbops.event_log DETACH PARTITION dbops.event_log_default"
            })
    void aLogWithoutItsNetIsRefusedAndFailsNoWrite(String alter) {
        try (var db = new CaptureDatabase(17)) {
            db.run(TABLE).install("t");

            db.run(alter).run(WRITES);

            assertThatThrownBy(() -> db.install("t"))
                    .hasMessage("dbops.event_log_default is not a partition of dbops.event_log; nothing was changed");
            db.run(WRITES);
        }
    }

    @Test
    void aLogWhoseSequenceWasDroppedContinuesItsNumbers() {
        try (var db = new CaptureDatabase(17)) {
            db.run(TABLE).install("t");
            db.run("INSERT INTO t VALUES (1), (2), (3)").run("DROP SEQUENCE dbops.event_seq CASCADE");

            db.install("t");
            db.run("INSERT INTO t VALUES (4)");

            assertThat(db.rows("SELECT seq FROM dbops.event_log ORDER BY seq"))
                    .containsExactly("1000", "2000", "3000", "4000");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER TABLE t RENAME COLUMN id TO number",
                "ALTER TABLE t DROP COLUMN id",
                "ALTER TABLE t DROP COLUMN j",
                "ALTER TABLE t RENAME COLUMN j TO k",
                "ALTER TABLE t ALTER COLUMN j TYPE text",
                "ALTER TABLE t ADD COLUMN more jsonb DEFAULT '1'",
                "ALTER TABLE t RENAME TO u; CREATE VIEW t AS SELECT * FROM u"
            })
    void anAlteredTableIsWrittenToAsBefore(String alter) {
        try (var db = new CaptureDatabase(17)) {
            db.run(TABLE).install("t");

            db.run(alter)
                    .run("INSERT INTO t (name) VALUES ('one')"
                            .replace(
                                    "(name) VALUES (",
                                    "(%s) VALUES (%s"
                                            .formatted(
                                                    alter.contains("DROP COLUMN id")
                                                            ? "name"
                                                            : alter.contains("number") ? "number, name" : "id, name",
                                                    alter.contains("DROP COLUMN id") ? "" : "1, ")))
                    .run("UPDATE t SET name = 'two'")
                    .run("DELETE FROM t");

            assertThat(db.rows("SELECT op FROM dbops.event_log ORDER BY seq")).containsExactly("c", "u", "d");
        }
    }

    @Test
    void aReplayIsNotCaptured() {
        try (var db = new CaptureDatabase(17)) {
            db.run(TABLE).install("t");

            db.run("CREATE TABLE dbops.checkpoint (position text)");

            db.run("BEGIN; SET LOCAL dbops.replay = 'on'; INSERT INTO t VALUES (1); COMMIT")
                    .run("SET session_replication_role = replica; INSERT INTO t VALUES (2);"
                            + " SET session_replication_role = origin")
                    .run("BEGIN; SET LOCAL dbops.origin = 'elsewhere'; INSERT INTO t VALUES (3); COMMIT")
                    .run("INSERT INTO t VALUES (4)");

            assertThat(db.rows("SELECT key, origin FROM dbops.event_log ORDER BY seq"))
                    .containsExactly("{\"id\": 3}|elsewhere", "{\"id\": 4}|null");
        }
    }

    /** Any role can set the setting. */
    @ParameterizedTest
    @ValueSource(ints = {13, 17})
    void onlyARoleThatMayMoveTheCheckpointsReplays(int major) {
        try (var db = new CaptureDatabase(major)) {
            db.run(TABLE + "; CREATE TABLE p (id int PRIMARY KEY) PARTITION BY RANGE (id); CREATE TABLE p1 PARTITION"
                         + " OF p FOR VALUES FROM (0) TO (100); DROP ROLE IF EXISTS settings_writer,"
                         + " settings_replayer; CREATE ROLE settings_writer; CREATE ROLE settings_replayer; GRANT ALL"
                         + " ON t, p, p1 TO settings_writer, settings_replayer")
                    .install("t", "p");
            var writes = """
                SET dbops.replay = 'on';
                INSERT INTO t VALUES (1), (2);
                UPDATE t SET id = 3 WHERE id = 1;
                DELETE FROM t WHERE id = 2;
                TRUNCATE t;
                INSERT INTO p VALUES (1);
                TRUNCATE p1;
                TRUNCATE p;
                """;
            var all = List.of("t c", "t c", "t d", "t c", "t d", "t t", "p c", "p d", "p t");

            // without a table of checkpoints nobody replays, then not even the owner of the log by SET ROLE
            db.run(writes).run("RESET dbops.replay");
            assertThat(db.rows("SELECT table_name || ' ' || op::text FROM dbops.event_log ORDER BY seq"))
                    .containsExactlyElementsOf(all);
            db.run("CREATE TABLE dbops.checkpoint (position text); TRUNCATE dbops.event_log; GRANT USAGE ON SCHEMA"
                + " dbops TO settings_writer, settings_replayer; GRANT SELECT ON dbops.checkpoint TO settings_writer;"
                + " GRANT SELECT, UPDATE ON dbops.checkpoint TO settings_replayer");

            db.run("SET ROLE settings_writer; " + writes + "RESET ROLE");

            assertThat(db.rows("SELECT table_name || ' ' || op::text FROM dbops.event_log ORDER BY seq"))
                    .containsExactlyElementsOf(all);
            db.run("TRUNCATE dbops.event_log; SET ROLE settings_replayer; " + writes
                    + "RESET ROLE; RESET dbops.replay");
            assertThat(db.rows("SELECT op FROM dbops.event_log")).isEmpty();
            db.run("DROP OWNED BY settings_writer, settings_replayer; DROP ROLE settings_writer, settings_replayer");
        }
    }

    /** The settings in which triggers tell each other what is captured already. */
    @ParameterizedTest
    @ValueSource(ints = {13, 17})
    void aRoleCannotPretendThatItsChangesAreCaptured(int major) {
        try (var db = new CaptureDatabase(major)) {
            db.run(TABLE + """
                ; CREATE FUNCTION pass() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
                CREATE TRIGGER other AFTER INSERT OR UPDATE OR DELETE ON t FOR EACH ROW EXECUTE FUNCTION pass();
                CREATE TABLE p (id int PRIMARY KEY) PARTITION BY RANGE (id);
                CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (100);
                """).install("t", "p");
            var rows = db.rows("SELECT format('dbops.rows_%s_INSERT_', 't'::regclass::oid)")
                    .getFirst();
            var truncating =
                    db.rows("SELECT 'dbops.truncating_' || 'p'::regclass::oid").getFirst();

            for (var forged : List.of("1000", "1000 ", "1000 d41d8cd98f00b204e9800998ecf8427e", "on")) {
                for (var depth = 0; depth < 2 && !forged.equals("on"); depth++) {
                    db.run("BEGIN; SET LOCAL %s%d = '%s'; INSERT INTO t VALUES (1), (2); COMMIT; DELETE FROM t"
                            .formatted(rows, depth, forged));
                }
                db.run("INSERT INTO p VALUES (1)")
                        .run("BEGIN; SET LOCAL %s = '%s'; TRUNCATE p1; COMMIT".formatted(truncating, forged));
            }

            assertThat(db.rows("SELECT count(*) FROM dbops.event_log WHERE table_name = 't' AND op = 'c'"))
                    .containsExactly("12");
            assertThat(db.rows("SELECT count(*) FROM dbops.event_log WHERE table_name = 'p' AND op = 'd'"))
                    .containsExactly("4");
        }
    }

    /** The rows of a partition are its TRUNCATE's events; the role of the triggers reads them. */
    @ParameterizedTest
    @ValueSource(ints = {13, 17})
    void aPartitionThatTheTriggersMayNotReadIsListed(int major) {
        try (var db = new CaptureDatabase(major)) {
            db.run("CREATE TABLE p (id int PRIMARY KEY) PARTITION BY LIST (id); CREATE TABLE closed PARTITION OF p"
                    + " FOR VALUES IN (1); CREATE TABLE filtered PARTITION OF p FOR VALUES IN (2); CREATE TABLE"
                    + " open PARTITION OF p FOR VALUES IN (3); DROP ROLE IF EXISTS partition_installer; CREATE"
                    + " ROLE partition_installer; DO $$ BEGIN EXECUTE format('GRANT CREATE ON DATABASE %I TO"
                    + " partition_installer', current_database()); END $$; GRANT TRIGGER, SELECT ON p, open,"
                    + " filtered TO partition_installer; GRANT TRIGGER ON closed TO partition_installer; ALTER"
                    + " TABLE filtered ENABLE ROW LEVEL SECURITY; INSERT INTO p VALUES (1), (2), (3); GRANT"
                    + " EXECUTE ON FUNCTION pg_control_system() TO partition_installer; SET ROLE"
                    + " partition_installer");
            db.install("p");

            assertThat(new TriggerListing(db.database()).list().getFirst().drift())
                    .containsExactly(
                            "TRUNCATE of partition public.closed is not captured: role partition_installer may not"
                                    + " read all its rows",
                            "TRUNCATE of partition public.filtered is not captured: role partition_installer may not"
                                    + " read all its rows");
            db.run("RESET ROLE; TRUNCATE closed; TRUNCATE filtered; TRUNCATE open");
            assertThat(db.keys()).containsExactly("p d {\"id\": 3}");

            db.run("GRANT SELECT ON closed TO partition_installer; ALTER TABLE filtered DISABLE ROW LEVEL SECURITY;"
                    + " SET ROLE partition_installer");
            assertThat(new TriggerListing(db.database()).list().getFirst().drift())
                    .isEmpty();
            db.run("RESET ROLE; DROP SCHEMA dbops CASCADE; DROP OWNED BY partition_installer; DROP ROLE"
                    + " partition_installer");
        }
    }

    /** The functions of the table and of its partition have different settings. */
    @ParameterizedTest
    @ValueSource(ints = {13, 15, 17, 18})
    void aTruncateOfAPartitionedTableIsOneEventUnderAnySettings(int major) {
        try (var db = new CaptureDatabase(major)) {
            db.run("CREATE TABLE p (id int PRIMARY KEY) PARTITION BY RANGE (id); CREATE TABLE low PARTITION"
                            + " OF p DEFAULT")
                    .install("p");
            db.run("INSERT INTO p VALUES (1); TRUNCATE dbops.event_log");
            db.run("SET TimeZone = 'America/St_Johns'; SET bytea_output = 'escape';" + " SET extra_float_digits = -5");
            db.run("TRUNCATE p");

            assertThat(db.keys()).containsExactly("p t");
        }
    }

    /** Other sessions cause it; here a trigger of the log takes their place, at the row that is logged again. */
    @Test
    void aSerializationFailureOfTheCaptureIsThatOfTheTransaction() {
        try (var db = new CaptureDatabase(17)) {
            db.run("CREATE TABLE t (id int PRIMARY KEY); INSERT INTO t VALUES (2), (3)")
                    .install("t");
            db.run("""
                CREATE SEQUENCE creations;
                CREATE FUNCTION refuse_second() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    IF new.op = 'c' AND nextval('public.creations') = 2 THEN
                        RAISE serialization_failure;
                    END IF;
                    RETURN new;
                END $$;
                CREATE TRIGGER refuse BEFORE INSERT ON dbops.event_log FOR EACH ROW EXECUTE FUNCTION refuse_second()
                """);

            assertThatThrownBy(() -> db.run("WITH d AS (DELETE FROM t WHERE id = 2 RETURNING id)"
                            + " UPDATE t SET id = 2 WHERE id = 3 AND EXISTS (SELECT FROM d)"))
                    .hasMessageContaining("serialization_failure");
            assertThat(db.rows("SELECT last_value FROM creations")).containsExactly("2");
        }
    }

    /** TRUNCATE does not follow the transaction's snapshot, but the trigger sees only what the snapshot shows. */
    @ParameterizedTest
    @CsvSource({"READ COMMITTED, 0, 2", "REPEATABLE READ, 1, 1", "SERIALIZABLE, 1, 1"})
    void aTruncateOfAPartitionWarnsOfRowsThatItsSnapshotDoesNotShow(String level, int warnings, int captured)
            throws SQLException {
        try (var db = new CaptureDatabase(17);
                var session = db.connect();
                var statement = session.connection().createStatement()) {
            db.run("CREATE TABLE p (id int PRIMARY KEY) PARTITION BY RANGE (id); CREATE TABLE low PARTITION OF p"
                            + " FOR VALUES FROM (0) TO (10); INSERT INTO p VALUES (1)")
                    .install("p");
            statement.execute("BEGIN ISOLATION LEVEL " + level);
            statement.execute("SELECT id FROM p WHERE id = 1");
            db.run("INSERT INTO p VALUES (2)");

            statement.execute("TRUNCATE low");

            var warned = 0;
            for (var each = statement.getWarnings(); each != null; each = each.getNextWarning()) {
                assertThat(each.getMessage()).contains("rows of public.low that were committed after");
                warned++;
            }
            statement.execute("COMMIT");
            assertThat(warned).isEqualTo(warnings);
            assertThat(db.rows("SELECT count(*) FROM dbops.event_log WHERE op = 'd'"))
                    .containsExactly(String.valueOf(captured));
        }
    }

    @Test
    void whatASessionHasSetDoesNotShowInValues() {
        try (var db = new CaptureDatabase(17)) {
            db.run("CREATE TABLE t (id int PRIMARY KEY, f float8, b bytea, d timestamptz, i interval, r"
                            + " tstzrange, m money)")
                    .install("t");

            db.run("INSERT INTO t VALUES (1, 0.1::float8 + 0.2, '\\x00ff', '2026-01-02 03:04:05+00', '1 day 2 hours',"
                            + " '[2026-01-02 03:04:05+00,)', 1.5)")
                    .run("""
                        DO $$ BEGIN
                            SET LOCAL DateStyle = 'German'; SET LOCAL TimeZone = 'Asia/Tokyo'; SET LOCAL extra_float_digits = 0;
                            SET LOCAL bytea_output = 'escape'; SET LOCAL IntervalStyle = 'iso_8601'; SET LOCAL search_path = '';
                            UPDATE public.t SET id = 1;
                            -- the driver minds
                            SET LOCAL DateStyle = 'ISO';
                        END $$\
                        """);

            assertThat(db.rows("SELECT count(DISTINCT after) FROM dbops.event_log"))
                    .containsExactly("1");
            assertThat(db.rows("SELECT after->>'f', after->>'b', after->>'r' FROM dbops.event_log LIMIT 1"))
                    .containsExactly("0.30000000000000004|\\x00ff|[\"2026-01-02 03:04:05+00\",)");
        }
    }

    @Test
    void aWriterNeedsNoRightsOnTheLogAndCannotDivertIt() {
        try (var db = new CaptureDatabase(17)) {
            db.run(TABLE).install("t");
            var role = db.rows("SELECT 'writer_' || current_database()").getFirst();
            db.run("CREATE ROLE " + role + "; GRANT INSERT, UPDATE, DELETE, SELECT ON t TO " + role);

            db.run("SET ROLE " + role);
            db.run("""
                CREATE TEMP TABLE event_log (seq int);
                CREATE TEMP TABLE pg_attribute (x int);
                CREATE FUNCTION pg_temp.to_jsonb(anyelement) RETURNS jsonb LANGUAGE sql AS 'SELECT jsonb ''"stolen"''';
                CREATE FUNCTION pg_temp.now() RETURNS timestamptz LANGUAGE sql AS 'SELECT timestamptz ''2000-01-01''';
                SET search_path = pg_temp, public, pg_catalog;
                """).run("INSERT INTO public.t VALUES (1, '[1,  2]')");
            db.run("RESET ROLE");

            assertThat(db.rows("SELECT after FROM dbops.event_log"))
                    .containsExactly("{\"j\": \"[1,  2]\", \"id\": 1, \"name\": null}");
            assertThat(db.rows("SELECT has_schema_privilege('%s', 'dbops', 'USAGE')".formatted(role)))
                    .containsExactly("f");
            assertThat(db.rows("SELECT count(*) FROM pg_proc WHERE pronamespace = 'dbops'::regnamespace"
                            + " AND has_function_privilege('%s', oid, 'EXECUTE')".formatted(role)))
                    .containsExactly("0");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {15, 18})
    void copyMergeUpsertAndCascadesAreCaptured(int major) throws Exception {
        try (var db = new CaptureDatabase(major)) {
            db.run("CREATE TABLE t (id int PRIMARY KEY, name text);"
                            + " CREATE TABLE child (id int PRIMARY KEY, t int REFERENCES t ON DELETE CASCADE)")
                    .install("t", "child");

            db.database()
                    .connection()
                    .getCopyAPI()
                    .copyIn("COPY t FROM STDIN", new java.io.StringReader("1\tone\n2\ttwo\n"));
            db.run("INSERT INTO t VALUES (2, 'zwei'), (3, 'drei') ON CONFLICT (id) DO UPDATE SET name = excluded.name")
                    .run("INSERT INTO t VALUES (3, 'no') ON CONFLICT DO NOTHING")
                    .run("MERGE INTO t USING (VALUES (3), (4)) AS s (id) ON t.id = s.id WHEN MATCHED THEN DELETE"
                            + " WHEN NOT MATCHED THEN INSERT VALUES (s.id, 'new')")
                    .run("INSERT INTO child VALUES (10, 1)")
                    .run("DELETE FROM t WHERE id = 1");

            var keys = db.keys();
            assertThat(keys.subList(0, 2)).containsExactly("t c {\"id\": 1}", "t c {\"id\": 2}");
            assertThat(keys.subList(2, 4)).containsExactlyInAnyOrder("t c {\"id\": 3}", "t u {\"id\": 2}");
            assertThat(keys.subList(4, 6)).containsExactlyInAnyOrder("t d {\"id\": 3}", "t c {\"id\": 4}");
            assertThat(keys.subList(6, keys.size()))
                    .isEqualTo(List.of("child c {\"id\": 10}", "t d {\"id\": 1}", "child d {\"id\": 10}"));
        }
    }
}
