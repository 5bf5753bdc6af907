package dev.dbops.events.snapshot;

import dev.dbops.events.EventLog;
import dev.dbops.events.capture.CapturedRows;
import dev.dbops.postgres.Database;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Writes the queries for the rows of a captured table.
 *
 * @param ensuresUtf8 whether the server can send all text as UTF-8; otherwise rows are read as bytes
 */
record TableRowsSql(CapturedRows rows, boolean ensuresUtf8) {
    static TableRowsSql of(CapturedRows rows, Database database) {
        return new TableRowsSql(rows, EventLog.ensuresUtf8(database));
    }

    /**
     * Returns a query for the key, the image and the texts of the key columns of rows, in the order of the key.
     *
     * @param range a condition on the key, from {@link #after} and {@link #upTo}
     */
    public String select(String range) {
        var texts = rows.keyColumns().stream()
                .map(column -> ", " + text("dbops_row." + column.quoted()))
                .collect(Collectors.joining());
        var order = rows.keyColumns().isEmpty() ? "" : " ORDER BY " + tuple("dbops_row");
        return "SELECT " + text("(" + rows.key() + ")") + ", " + text("(" + rows.image() + ")") + texts + " FROM "
                + rows.from(range) + order;
    }

    private String text(String value) {
        return ensuresUtf8 ? value + "::text" : "convert_to(" + value + "::text, 'SQL_ASCII')";
    }

    /**
     * Returns a query for the texts of the key columns that divide the rows into ranges of similar size. It looks at a
     * part of the table's pages.
     *
     * @param range a condition on the key
     * @param percent the percentage of the pages
     * @param ranges the number of ranges, about
     */
    public String divide(String range, double percent, long ranges) {
        var texts = rows.keyColumns().stream()
                .map(column -> "new." + column.quoted() + "::text")
                .collect(Collectors.joining(", "));
        return ("SELECT key FROM (SELECT ARRAY[%s], row_number() OVER (ORDER BY %s), count(*) OVER () FROM %s"
                        + " TABLESAMPLE SYSTEM (%s) REPEATABLE (1) WHERE %s%s) AS sample (key, place, rows)"
                        + " WHERE place %% greatest(rows / %d, 1) = 0 ORDER BY place")
                .formatted(texts, tuple("new"), rows.table(), percent, rows.condition(), range, ranges);
    }

    /** Returns the condition for rows after that key. */
    public String after(List<String> values) {
        return " AND " + compared("new", ">", values);
    }

    /** Returns the condition for rows up to that key. */
    public String upTo(List<String> values) {
        return " AND " + compared("new", "<=", values);
    }

    /**
     * Returns the comparison of the key columns of a row with values.
     *
     * @param row the name of the row
     */
    public String compared(String row, String operator, List<String> values) {
        var constants = new ArrayList<String>();
        for (var i = 0; i < rows.keyColumns().size(); i++) {
            constants.add(rows.keyColumns().get(i).constant(values.get(i)));
        }
        return "(" + tuple(row) + ") " + operator + " (" + String.join(", ", constants) + ")";
    }

    private String tuple(String row) {
        return rows.keyColumns().stream()
                .map(column -> row + "." + column.quoted())
                .collect(Collectors.joining(", "));
    }
}
