package dev.dbops.events;

import dev.dbops.postgres.TableName;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;

/** Translates an event filter to SQL. */
final class FilterSql {
    private FilterSql() {}

    /** Returns the condition, to be appended to another one, and adds its parameters to the others. */
    static String and(EventFilter filter, List<Object> parameters) {
        var sql = new StringBuilder();
        if (!filter.tables().isEmpty()) {
            var names = new StringBuilder();
            for (var table : filter.tables()) {
                names.append(names.isEmpty() ? "" : " OR ").append(condition(table, parameters));
            }
            sql.append(" AND (").append(names).append(')');
        }
        if (filter.operations().size() < Operation.ALL.size()) {
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
