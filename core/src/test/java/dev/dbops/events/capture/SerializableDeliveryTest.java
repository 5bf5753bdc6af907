package dev.dbops.events.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.dbops.events.Operation;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The immediate delivery reads the log, but not so that serializable transactions fail which write at the same time. */
class SerializableDeliveryTest {
    private static final String TABLES = """
        CREATE TABLE statement (id int PRIMARY KEY, name text);
        CREATE TABLE first (id int PRIMARY KEY, name text);
        CREATE FUNCTION pass() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
        CREATE TRIGGER other AFTER INSERT OR UPDATE OR DELETE ON first FOR EACH ROW EXECUTE FUNCTION pass();
        CREATE TABLE part (id int PRIMARY KEY, name text) PARTITION BY RANGE (id);
        CREATE TABLE low PARTITION OF part FOR VALUES FROM (0) TO (1000000);
        CREATE TABLE document (id int PRIMARY KEY, name text, j json);
        """;

    private static CaptureOptions sending(String condition) {
        return new CaptureOptions(
                Operation.ALL, List.of(), List.of(), false, condition, new Delivery("changes", "", "Event", false));
    }

    @ParameterizedTest
    @CsvSource({
        "13, statement, 0",
        "13, part, 0",
        "15, first, 0",
        "17, statement, 0",
        "17, statement, 1",
        "17, first, 0",
        "17, part, 0",
        "17, document, 0",
        "18, statement, 0"
    })
    void transactionsThatWriteAtTheSameTimeBothCommit(int major, String table, int condition) throws SQLException {
        try (var db = new CaptureDatabase(major);
                var one = db.connect();
                var other = db.connect();
                var listener = db.connect()) {
            db.run(TABLES).install(sending(condition == 1 ? "true" : ""), table);
            // many rows, so that the log has pages that a scan could be cheaper for, and rows of both transactions
            db.run("INSERT INTO %s SELECT n, 'x' FROM generate_series(1, 2000) AS n; ANALYZE dbops.event_log"
                    .formatted(table));
            listener.executeText("LISTEN changes");
            var writes = """
                INSERT INTO {table} SELECT n, 'new' FROM generate_series({from}, {from} + 99) AS n;
                INSERT INTO {table} VALUES ({from} + 100, 'single');
                UPDATE {table} SET name = 'changed' WHERE id = {from};
                UPDATE {table} SET id = {from} + 200 WHERE id = {from} + 1;
                DELETE FROM {table} WHERE id = {from} + 2;
                """.replace("{table}", table);

            for (var from = 10_000; from < 15_000; from += 1000) {
                one.executeAsIs("BEGIN ISOLATION LEVEL SERIALIZABLE");
                other.executeAsIs("BEGIN ISOLATION LEVEL SERIALIZABLE");
                one.executeAsIs(writes.replace("{from}", Integer.toString(from)));
                other.executeAsIs(writes.replace("{from}", Integer.toString(from + 500)));
                assertThatCode(() -> one.executeAsIs("COMMIT")).doesNotThrowAnyException();
                assertThatCode(() -> other.executeAsIs("COMMIT")).doesNotThrowAnyException();
            }

            // 100 + 1 inserted, one updated, a key changed (deleted and created), and one deleted
            assertThat(CaptureDatabase.notifications(listener)).hasSize(10 * 105);
        }
    }

    /** Any role can change the setting that has the places. */
    @Test
    void aForgedPlaceSendsNoEventOfAnotherTransaction() throws SQLException {
        try (var db = new CaptureDatabase(17);
                var listener = db.connect()) {
            db.run(TABLES).install(sending(""), "statement");
            db.run("INSERT INTO statement VALUES (1, 'secret'); CREATE TABLE secret AS SELECT 'secret' AS seq");
            var setting = db.rows("SELECT 'dbops.unsent_' || 'statement'::regclass::oid")
                    .getFirst();
            var places = String.join(
                    " ",
                    db.rows("SELECT tableoid::text || ctid::text FROM dbops.event_log"
                            + " UNION ALL SELECT tableoid::text || ctid::text FROM secret"));
            listener.executeText("LISTEN changes");

            for (var forged : List.of(places, "nonsense", "1(0,1) ;'\"", "4294967296(4294967296,1)")) {
                db.run("BEGIN")
                        .run("SELECT set_config('%s', %s, true)"
                                .formatted(setting, db.database().quoteLiteral(forged)))
                        .run("UPDATE statement SET name = 'own'; COMMIT");
            }

            assertThat(CaptureDatabase.notifications(listener)).hasSize(4).allMatch(message -> message.contains("own"));
        }
    }
}
