package dev.dbops.redshift.inbox;

import dev.dbops.redshift.sql.Digest;
import dev.dbops.redshift.sql.Identifier;
import dev.dbops.redshift.sql.WarehouseStatement;
import dev.dbops.redshift.table.WarehouseTable;
import dev.dbops.redshift.write.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The memory of one table: of each key the number of its last event, and the marks of each log. Each table has
 * its own two, since transactions that change one table conflict with each other.
 *
 * @param table the table
 * @param key the names of its key's columns; empty if its rows have none
 */
record ReceivedTable(WarehouseTable table, List<String> key) {
    static final String SCHEMA = "dbops";

    /** The beginning of the names of tables with keys. */
    static final String PREFIX = "received_";

    /** The further columns of the temporary table. */
    static final String LOG = "log";

    static final String SEQ = "seq";

    /** The kinds of marks: the last TRUNCATE, and the last event that is forgotten. */
    static final String TRUNCATED = "t";

    static final String FORGOTTEN = "f";

    private static final String KEY = "k_";

    /** The name of the table with the keys. */
    static String name(WarehouseTable table) {
        return PREFIX + Digest.of(table.quoted());
    }

    /** The name of the table with the marks. */
    static String nameOfMarks(WarehouseTable table) {
        return "mark_" + Digest.of(table.quoted());
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

    /** The table with the keys, in SQL. */
    String keys() {
        return Identifier.quoted(SCHEMA) + "." + Identifier.quoted(name(table));
    }

    /** The table with the marks, in SQL. */
    String marks() {
        return Identifier.quoted(SCHEMA) + "." + Identifier.quoted(nameOfMarks(table));
    }

    /** The column of the table with the keys that has this column of the key, in SQL. */
    static String column(String ofKey) {
        return Identifier.quoted(Identifier.folded(KEY + ofKey));
    }

    /** The statement that creates the schema. */
    static WarehouseStatement createSchema() {
        return WarehouseStatement.of("CREATE SCHEMA IF NOT EXISTS " + Identifier.quoted(SCHEMA));
    }

    /** The statement that creates the table with the marks, if it does not exist. */
    WarehouseStatement createMarks() {
        return WarehouseStatement.of("CREATE TABLE IF NOT EXISTS " + marks()
                + " (\"log_id\" VARCHAR(36) NOT NULL, \"kind\" VARCHAR(1) NOT NULL, \"seq\" BIGINT NOT NULL)");
    }

    /** The statements that create the table with the keys, if it does not exist. */
    List<WarehouseStatement> createKeys() {
        var ofKey = key.stream()
                .map(name -> ", %s %s"
                        .formatted(
                                column(name),
                                table.column(name).orElseThrow().type().sql()))
                .collect(Collectors.joining());
        return List.of(
                lock(),
                WarehouseStatement.of("CREATE TABLE IF NOT EXISTS " + keys()
                        + " (\"log_id\" VARCHAR(36) NOT NULL, \"seq\" BIGINT NOT NULL,"
                        + " \"received_at\" TIMESTAMP NOT NULL" + ofKey + ")"));
    }

    /**
     * The statement that each transaction begins with. The snapshot of the transaction is that of the statement after it
     * ("Isolation levels in Amazon Redshift"), so it has all that was received before.
     */
    WarehouseStatement lock() {
        return WarehouseStatement.of("LOCK TABLE " + marks());
    }

    /** Removes staged rows of which the same event or a later one was received. */
    WarehouseStatement removeStale(Stage stage) {
        return WarehouseStatement.of("DELETE FROM %s USING %s WHERE %s AND %s >= %s"
                .formatted(stage.quoted(), keys(), sameRow(stage), qualified("\"seq\""), number(stage)));
    }

    /** Removes staged rows that a later TRUNCATE has removed in the source. */
    WarehouseStatement removeTruncated(Stage stage, String log) {
        return new WarehouseStatement(
                "DELETE FROM %s WHERE %s < %s".formatted(stage.quoted(), number(stage), lastMark(TRUNCATED)),
                List.of(log));
    }

    /** The query for the numbers of staged events that are not later than those that are forgotten. */
    WarehouseStatement late(Stage stage, String log) {
        return new WarehouseStatement(
                "SELECT %s FROM %s WHERE %s <= %s"
                        .formatted(stage.column(SEQ), stage.quoted(), number(stage), lastMark(FORGOTTEN)),
                List.of(log));
    }

    /** Removes them. */
    WarehouseStatement removeLate(Stage stage, String log) {
        return new WarehouseStatement(
                "DELETE FROM %s WHERE %s <= %s".formatted(stage.quoted(), number(stage), lastMark(FORGOTTEN)),
                List.of(log));
    }

    /** Remembers the staged rows. */
    List<WarehouseStatement> remember(Stage stage) {
        var columns = new StringBuilder("\"log_id\", \"seq\", \"received_at\"");
        var values = new ArrayList<String>();
        values.add(stage.column(LOG));
        values.add(number(stage));
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
            conditions.add("%s = %s".formatted(qualified("\"seq\""), number(stage)));
        }
        return String.join(" AND ", conditions);
    }

    private static String number(Stage stage) {
        return "CAST(%s AS BIGINT)".formatted(stage.column(SEQ));
    }

    private String qualified(String column) {
        return Identifier.quoted(name(table)) + "." + column;
    }

    /** The number of the last mark of a kind, or 0; its parameter is the log. */
    private String lastMark(String kind) {
        return "(SELECT COALESCE(MAX(\"seq\"), 0) FROM %s WHERE \"log_id\" = ? AND \"kind\" = '%s')"
                .formatted(marks(), kind);
    }

    /**
     * The statements that forget what was received before a time, except for the last event, which tells how far the log
     * was received. A mark remembers up to which event.
     *
     * @param before the time, as YYYY-MM-DD HH:MM:SS in UTC
     */
    List<WarehouseStatement> forget(String log, String before) {
        var old =
                "\"log_id\" = ? AND \"received_at\" < CAST(? AS TIMESTAMP) AND \"seq\" < (SELECT COALESCE(MAX(\"seq\"), 0) FROM %s WHERE \"log_id\" = ?)"
                        .formatted(keys());
        return List.of(
                lock(),
                new WarehouseStatement(
                        "INSERT INTO %s (\"log_id\", \"kind\", \"seq\") SELECT CAST(? AS VARCHAR(36)), '%s', COALESCE(MAX(\"seq\"), 0) FROM %s WHERE %s"
                                .formatted(marks(), FORGOTTEN, keys(), old),
                        List.of(log, log, before, log)),
                new WarehouseStatement("DELETE FROM %s WHERE %s".formatted(keys(), old), List.of(log, before, log)),
                new WarehouseStatement(
                        "DELETE FROM %s WHERE \"log_id\" = ? AND \"kind\" = '%s' AND (\"seq\" = 0 OR \"seq\" < %s)"
                                .formatted(marks(), FORGOTTEN, lastMark(FORGOTTEN)),
                        List.of(log, log)));
    }
}
