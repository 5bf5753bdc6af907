package dev.dbops.events.replay.postgres;

import java.util.List;

/**
 * The SQL that applies a set of changes: one parameter, a JSON array with an object for each change.
 *
 * <p>The server converts the JSON to values by each type's own rules. Values that the log has as text, because JSON
 * would lose information, are restored by the type's input function; only json and jsonb need explicit handling.
 *
 * <p>Active triggers need the session's own search path, so all names are qualified.
 */
final class ApplyStatements {
    private ApplyStatements() {}

    /** Inserts rows, or updates the rows of the same key. Columns that are not named keep their values. */
    static String upsert(TargetTable table, List<String> columns, List<String> key) {
        var names = new StringBuilder();
        var values = new StringBuilder();
        var definitions = new StringBuilder();
        var updates = new StringBuilder();
        for (var name : columns) {
            var column = table.columns().get(name);
            if (column.generated()) {
                continue;
            }
            add(names, ", ", column.quoted());
            add(values, ", ", value(column));
            add(definitions, ", ", definition(column));
            if (!column.fixed() && (!key.contains(name) || !column.exact())) {
                add(updates, ", ", column.quoted() + " = excluded." + column.quoted());
            }
        }
        var sql = "INSERT INTO " + table.quoted() + " (" + names + ") OVERRIDING SYSTEM VALUE SELECT " + values
                + " FROM pg_catalog.jsonb_to_recordset(?::pg_catalog.jsonb) AS change (" + definitions + ")";
        if (key.isEmpty()) {
            return sql;
        }
        return sql + " ON CONFLICT (" + quoted(table, key) + ") DO "
                + (updates.isEmpty() ? "NOTHING" : "UPDATE SET " + updates);
    }

    /** Deletes the rows of the keys. */
    static String delete(TargetTable table, List<String> key) {
        return "DELETE FROM " + table.rows() + " AS target USING " + keys(table, key);
    }

    /** Deletes the rows of all other keys. */
    static String deleteExcept(TargetTable table, List<String> key) {
        return "DELETE FROM " + table.rows() + " AS target WHERE NOT EXISTS (SELECT FROM " + keys(table, key) + ")";
    }

    /** The keys of the parameter as a relation, with the condition that the target's row has such a key. */
    private static String keys(TargetTable table, List<String> key) {
        var definitions = new StringBuilder();
        var same = new StringBuilder();
        for (var name : key) {
            var column = table.columns().get(name);
            add(definitions, ", ", definition(column));
            add(same, " AND ", "target." + column.quoted() + " " + column.equality() + " " + value(column));
        }
        return "pg_catalog.jsonb_to_recordset(?::pg_catalog.jsonb) AS change (" + definitions + ") WHERE " + same;
    }

    /**
     * Changes the keys of rows. Each object of the parameter has the old key as {@code old} and the new row as
     * {@code new}. If the row does not exist, nothing happens: the new row is written afterwards in any case.
     */
    static String changeKey(TargetTable table, List<String> key) {
        var definitions = new StringBuilder();
        var same = new StringBuilder();
        var updates = new StringBuilder();
        for (var name : key) {
            var column = table.columns().get(name);
            add(definitions, ", ", definition(column));
            add(same, " AND ", "target." + column.quoted() + " " + column.equality() + " " + value(column));
            add(updates, ", ", column.quoted() + " = " + value(column, "changed"));
        }
        return """
            UPDATE %s AS target
            SET %s
            FROM pg_catalog.jsonb_to_recordset(?::pg_catalog.jsonb) AS pair (old pg_catalog.jsonb, new pg_catalog.jsonb)
            CROSS JOIN LATERAL pg_catalog.jsonb_to_record(pair.old) AS change (%s)
            CROSS JOIN LATERAL pg_catalog.jsonb_to_record(pair.new) AS changed (%3$s)
            WHERE %s
            """.formatted(table.rows(), updates, definitions, same);
    }

    private static String quoted(TargetTable table, List<String> names) {
        var list = new StringBuilder();
        for (var name : names) {
            add(list, ", ", table.columns().get(name).quoted());
        }
        return list.toString();
    }

    private static String definition(TargetTable.Column column) {
        return column.quoted() + " " + (column.holdsJson() ? "pg_catalog.jsonb" : column.type());
    }

    private static String value(TargetTable.Column column) {
        return value(column, "change");
    }

    private static String value(TargetTable.Column column, String row) {
        var name = row + "." + column.quoted();
        return column.holdsJson()
                ? ("CASE WHEN pg_catalog.jsonb_typeof(%s) OPERATOR(pg_catalog.=) 'string'"
                                + " THEN (%s OPERATOR(pg_catalog.#>>) '{}')::%s ELSE %s::%s END")
                        .formatted(name, name, column.type(), name, column.type())
                : name;
    }

    private static void add(StringBuilder list, String separator, String item) {
        list.append(list.isEmpty() ? "" : separator).append(item);
    }
}
