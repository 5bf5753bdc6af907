package dev.dbops.redshift.inbox;

import dev.dbops.redshift.table.Identifier;
import dev.dbops.redshift.table.WarehouseTable;
import dev.dbops.redshift.write.Digest;
import dev.dbops.redshift.write.Stage;
import dev.dbops.redshift.write.WarehouseStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What was received for one table: of each key the number of its last event, and the marks of each log. Each table has
 * its own two, since transactions that change one table conflict with each other.
 *
 * @param table the table
 * @param key the names of its key's columns; empty if its rows have none
 */
record ReceivedTable(WarehouseTable table, List<String> key) {
    static final String SCHEMA = "dbops";
    static final String PREFIX = "received_";
    static final String LOG = "log";
    static final String SEQ = "seq";

    /** The last TRUNCATE, and the deletion up to which deletions are forgotten. */
    private static final String TRUNCATED = "t";

    private static final String FORGOTTEN = "f";

    private static final String KEY = "k_";

    /** The name of the table with the keys. */
    static String name(WarehouseTable table) {
        return PREFIX + Digest.of(table.quoted());
    }

    /** Reads the key from the columns of the table with the keys. */
    static ReceivedTable of(WarehouseTable table, WarehouseTable received) {
        return new ReceivedTable(
                table,
                received.columns().stream()
                        .filter(column -> column.name().startsWith(KEY))
                        .map(column -> column.name().substring(KEY.length()))
                        .toList());
    }

    private String keys() {
        return Identifier.quoted(SCHEMA) + "." + Identifier.quoted(name(table));
    }

    private String marks() {
        return "%s.%s".formatted(Identifier.quoted(SCHEMA), Identifier.quoted("mark_" + Digest.of(table.quoted())));
    }

    private static String column(String ofKey) {
        return Identifier.quoted(Identifier.folded(KEY + ofKey));
    }

    /** The statements that create the table with the marks, if it does not exist. */
    List<WarehouseStatement> createMarks() {
        return List.of(
                WarehouseStatement.of("CREATE SCHEMA IF NOT EXISTS " + Identifier.quoted(SCHEMA)),
                WarehouseStatement.of("CREATE TABLE IF NOT EXISTS " + marks()
                        + " (\"log_id\" VARCHAR(36) NOT NULL, \"kind\" VARCHAR(1) NOT NULL, \"seq\" BIGINT NOT NULL,"
                        + " \"marked_at\" TIMESTAMP NOT NULL)"));
    }

    /** The statement that creates the table with the keys. */
    WarehouseStatement createKeys() {
        var ofKey = key.stream()
                .map(name -> ", %s %s"
                        .formatted(
                                column(name),
                                table.column(name).orElseThrow().type().sql()))
                .collect(Collectors.joining());
        return WarehouseStatement.of("CREATE TABLE IF NOT EXISTS " + keys()
                + " (\"log_id\" VARCHAR(36) NOT NULL, \"seq\" BIGINT NOT NULL, \"change\" VARCHAR(1) NOT NULL,"
                + " \"received_at\" TIMESTAMP NOT NULL" + ofKey + ")");
    }

    /** The statement that each transaction begins with: what follows sees all that was received before. */
    WarehouseStatement lock() {
        return WarehouseStatement.of("LOCK TABLE " + marks());
    }

    /** Removes staged rows of which a later event, or the same, was received. */
    WarehouseStatement removeStale(Stage stage) {
        return WarehouseStatement.of("DELETE FROM %s USING %s WHERE %s AND %s >= CAST(%s AS BIGINT)"
                .formatted(stage.quoted(), keys(), sameRow(stage), qualified("\"seq\""), stage.column(SEQ)));
    }

    /** Removes staged rows that a later TRUNCATE has removed in the source. */
    WarehouseStatement removeTruncated(Stage stage, String log) {
        return new WarehouseStatement(
                "DELETE FROM %s WHERE CAST(%s AS BIGINT) < (SELECT COALESCE(MAX(\"seq\"), 0) FROM %s WHERE \"log_id\" = ? AND \"kind\" = '%s')"
                        .formatted(stage.quoted(), stage.column(SEQ), marks(), TRUNCATED),
                List.of(log));
    }

    /** Remembers the staged rows. */
    List<WarehouseStatement> remember(Stage stage) {
        var columns = new StringBuilder("\"log_id\", \"seq\", \"change\", \"received_at\"");
        var values = new ArrayList<String>();
        values.add(stage.column(LOG));
        values.add("CAST(%s AS BIGINT)".formatted(stage.column(SEQ)));
        values.add(stage.change());
        values.add("GETDATE()");
        for (var name : key) {
            columns.append(", ").append(column(name));
            values.add(stage.value(name));
        }
        return List.of(
                WarehouseStatement.of(
                        "DELETE FROM %s USING %s WHERE %s".formatted(keys(), stage.quoted(), sameRow(stage))),
                WarehouseStatement.of("INSERT INTO %s (%s) SELECT %s FROM %s"
                        .formatted(keys(), columns, String.join(", ", values), stage.quoted())));
    }

    /** A row without a key is like no other: its event is found by its number. */
    private String sameRow(Stage stage) {
        var conditions = new ArrayList<String>();
        conditions.add("%s = %s".formatted(qualified("\"log_id\""), stage.column(LOG)));
        for (var name : key) {
            conditions.add("%s = %s".formatted(qualified(column(name)), stage.value(name)));
        }
        if (key.isEmpty()) {
            conditions.add("%s = CAST(%s AS BIGINT)".formatted(qualified("\"seq\""), stage.column(SEQ)));
        }
        return String.join(" AND ", conditions);
    }

    private String qualified(String column) {
        return Identifier.quoted(name(table)) + "." + column;
    }

    /**
     * The statements of a TRUNCATE before which nothing of the table was received. They fail if the table with the keys
     * exists by then.
     */
    List<WarehouseStatement> truncateAll(String log, long seq) {
        return List.of(
                lock(),
                WarehouseStatement.of("CREATE TABLE %s (\"log_id\" VARCHAR(36))".formatted(keys())),
                WarehouseStatement.of("DELETE FROM " + table.quoted()),
                mark(log, seq),
                WarehouseStatement.of("DROP TABLE " + keys()));
    }

    /** The statements of a TRUNCATE: rows of which later events were received stay. */
    List<WarehouseStatement> truncate(String log, long seq) {
        var same = key.stream()
                .map(name -> "\"received\".%s = \"target\".%s".formatted(column(name), Identifier.quoted(name)))
                .collect(Collectors.joining(" AND "));
        var names = table.columns().stream().map(column -> column.quoted()).collect(Collectors.joining(", "));
        return List.of(
                lock(),
                new WarehouseStatement(
                        "CREATE TEMP TABLE \"dbops_kept\" AS SELECT \"target\".* FROM %s AS \"target\" INNER JOIN %s AS \"received\" ON %s WHERE \"received\".\"log_id\" = ? AND \"received\".\"seq\" > %d"
                                .formatted(table.quoted(), keys(), same, seq),
                        List.of(log)),
                WarehouseStatement.of("DELETE FROM " + table.quoted()),
                WarehouseStatement.of(
                        "INSERT INTO %s (%s) SELECT %2$s FROM \"dbops_kept\"".formatted(table.quoted(), names)),
                WarehouseStatement.of("DROP TABLE \"dbops_kept\""),
                new WarehouseStatement(
                        "DELETE FROM %s WHERE \"log_id\" = ? AND \"seq\" < %d".formatted(keys(), seq), List.of(log)),
                mark(log, seq));
    }

    private WarehouseStatement mark(String log, long seq) {
        return new WarehouseStatement(
                "INSERT INTO %s (\"log_id\", \"kind\", \"seq\", \"marked_at\") SELECT CAST(? AS VARCHAR(36)), '%s', %d, GETDATE()"
                        .formatted(marks(), TRUNCATED, seq),
                List.of(log));
    }

    /** The query for the number up to which the deletions of a log are forgotten. */
    String forgotten() {
        return "SELECT COALESCE(MAX(\"seq\"), 0) FROM %s WHERE \"log_id\" = ? AND \"kind\" = '%s'"
                .formatted(marks(), FORGOTTEN);
    }

    /**
     * The statements that forget deletions. The mark is written a turn before the rows are removed, so that everybody has
     * read it by then.
     *
     * @param before deletions that were received before this time are forgotten, as YYYY-MM-DD HH:MM:SS in UTC
     * @param marked marks that were written before this time count, in the same form
     */
    List<WarehouseStatement> forget(String log, String before, String marked) {
        return List.of(
                lock(),
                new WarehouseStatement(
                        "DELETE FROM %s WHERE \"log_id\" = ? AND \"change\" = 'd' AND \"received_at\" < CAST(? AS TIMESTAMP) AND \"seq\" <= (SELECT COALESCE(MAX(\"seq\"), 0) FROM %s WHERE \"log_id\" = ? AND \"kind\" = '%s' AND \"marked_at\" < CAST(? AS TIMESTAMP))"
                                .formatted(keys(), marks(), FORGOTTEN),
                        List.of(log, before, log, marked)),
                new WarehouseStatement(
                        "INSERT INTO %s (\"log_id\", \"kind\", \"seq\", \"marked_at\") SELECT \"log_id\", '%s', MAX(\"seq\"), GETDATE() FROM %s WHERE \"log_id\" = ? AND \"change\" = 'd' AND \"received_at\" < CAST(? AS TIMESTAMP) GROUP BY \"log_id\""
                                .formatted(marks(), FORGOTTEN, keys()),
                        List.of(log, before)));
    }
}
