package dev.dbops.events;

import java.sql.ResultSet;
import java.sql.SQLException;

/** The rows of the log's table as events. */
final class EventRows {
    /** The columns of an event, for {@link #read}. */
    static final String COLUMNS = "seq, xid::text, (extract(epoch FROM ts) * 1000000)::bigint, schema_name, table_name,"
            + " op::text, key::text, before::text, after::text, origin";

    private EventRows() {}

    /**
     * Reads the row's event.
     *
     * @param first the number of the first of its columns
     */
    static Event read(ResultSet row, int first) throws SQLException {
        return new Event(
                row.getLong(first),
                row.getString(first + 1),
                row.getLong(first + 2),
                row.getString(first + 3),
                row.getString(first + 4),
                Operation.of(row.getString(first + 5).charAt(0)),
                orEmpty(row.getString(first + 6)),
                orEmpty(row.getString(first + 7)),
                orEmpty(row.getString(first + 8)),
                orEmpty(row.getString(first + 9)));
    }

    private static String orEmpty(String text) {
        return text == null ? "" : text;
    }
}
