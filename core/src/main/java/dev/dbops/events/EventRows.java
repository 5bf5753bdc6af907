package dev.dbops.events;

import dev.dbops.seed.TableName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;

/** The rows of the log's table as events, and which of them a filter means. */
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

    /** What follows other conditions in a WHERE; its parameters are added to the others. */
    static String condition(EventFilter filter, List<Object> parameters) {
        var sql = new StringBuilder();
        if (!filter.tables().isEmpty()) {
            var names = new StringBuilder();
            for (var table : filter.tables()) {
                names.append(names.isEmpty() ? "" : " OR ").append(condition(table, parameters));
            }
            sql.append(" AND (").append(names).append(')');
        }
        if (filter.operations().size() < Operation.values().length) {
            var letters = new StringBuilder();
            for (var operation : filter.operations()) {
                letters.append(letters.isEmpty() ? "" : ", ")
                        .append('\'')
                        .append(operation.letter())
                        .append('\'');
            }
            sql.append(" AND op IN (").append(letters).append(')');
        }
        filter.since().ifPresent(time -> sql.append(" AND ts >= ").append(bound(time, parameters)));
        filter.until().ifPresent(time -> sql.append(" AND ts < ").append(bound(time, parameters)));
        return sql.toString();
    }

    private static String condition(TableName table, List<Object> parameters) {
        parameters.add(table.table());
        if (table.schema().isEmpty()) {
            return "table_name = ?";
        }
        parameters.add(table.schema());
        return "(table_name = ? AND schema_name = ?)";
    }

    private static String bound(Instant time, List<Object> parameters) {
        parameters.add(OffsetDateTime.ofInstant(time, ZoneOffset.UTC));
        return "?";
    }
}
