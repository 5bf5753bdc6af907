package dev.dbops.events.capture;

import dev.dbops.events.TextArray;
import dev.dbops.events.capture.CapturedTable.EncodedColumn;
import dev.dbops.events.capture.CapturedTable.Risk;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The SQL for a table's keys and for the images of its rows.
 *
 * <p>The table's columns are named in one place, {@link #rows}, where a dropped column is null.
 *
 * <p>A key column that no longer exists hides the rows of a statement: the function notices that it has logged none of
 * them, and reads the columns from the catalog. This costs a null test for each row. The name of the column then means a
 * null of a type that no key can have.
 */
final class CapturedValues {
    /** A type without an operator for equality, of which no column of a key can be. */
    private static final String NO_TYPE_OF_A_KEY = "pg_node_tree";

    /** A function takes at most a hundred arguments, a name and a value for each column (PostgreSQL, FUNC_MAX_ARGS). */
    private static final int COLUMNS_OF_A_CALL = 40;

    private final CapturedTable table;
    private final CaptureOptions options;
    private final boolean inFormat;
    private final List<EncodedColumn> encoded = new ArrayList<>();
    private final List<String> named = new ArrayList<>();

    private CapturedValues(CapturedTable table, CaptureOptions options, boolean inFormat) {
        this.table = table;
        this.options = options;
        this.inFormat = inFormat;
        named.addAll(table.key());
        for (var column : table.encoded()) {
            if (options.keeps(column.name(), table.key())) {
                encoded.add(column);
                name(column);
            }
            if (column.risk() == Risk.TEXT) {
                name(column);
            }
        }
    }

    private void name(EncodedColumn column) {
        if (!named.contains(column.name())) {
            named.add(column.name());
        }
    }

    /** Returns the SQL for statements, whose images do not encode columns that were added to the table later. */
    static CapturedValues inStatement(CapturedTable table, CaptureOptions options) {
        return new CapturedValues(table, options, false);
    }

    /**
     * Returns the SQL for the text of the function format, whose first two arguments are the image of a row, with its
     * encoded columns, and its key.
     */
    static CapturedValues inFormat(CapturedTable table, CaptureOptions options) {
        return new CapturedValues(table, options, true);
    }

    /** Returns a part of the SQL with names of the table in it. */
    private String named(String sql) {
        return inFormat ? sql.replace("%", "%%") : sql;
    }

    /**
     * Returns rows as {@code dbops_row}, joined with {@code dbops_column}, whose c1, c2 ... are the named columns. A
     * name refers to the table's column in the innermost query or, if that does not exist, to the null of the outer
     * query.
     *
     * @param source the source of the rows
     */
    String rows(String source) {
        if (named.isEmpty() || inFormat) {
            return source + " AS dbops_row";
        }
        var absent = new ArrayList<String>();
        var present = new ArrayList<String>();
        for (var column : named) {
            var name = identifier(column);
            absent.add((table.key().contains(column) ? "NULL::" + NO_TYPE_OF_A_KEY : "NULL") + " AS " + name);
            present.add(name + " AS " + alias(column));
        }
        return "%s AS dbops_row CROSS JOIN (SELECT %s) AS dbops_absent CROSS JOIN LATERAL (SELECT %s FROM (SELECT dbops_row.*) AS dbops_present) AS dbops_column"
                .formatted(source, String.join(", ", absent), String.join(", ", present));
    }

    /** Returns the same rows, but none if a column of the key no longer exists. */
    String rowsWithKey(String source) {
        if (inFormat || table.key().isEmpty()) {
            return rows(source);
        }
        return rows(source) + " WHERE "
                + table.key().stream()
                        .map(this::value)
                        .map(value -> "(%s IS NOT NULL OR pg_typeof(%1$s) <> '%s'::regtype)"
                                .formatted(value, NO_TYPE_OF_A_KEY))
                        .collect(Collectors.joining(" AND "));
    }

    private String alias(String column) {
        return "c" + (named.indexOf(column) + 1);
    }

    private String value(String column) {
        return "dbops_column." + alias(column);
    }

    /** The key of {@code dbops_row}. */
    String key() {
        if (inFormat) {
            return "%2$s";
        }
        var values = new ArrayList<String>();
        for (var column : table.key()) {
            var whole = "to_jsonb(" + value(column) + ")";
            values.add(encoded.stream()
                    .filter(each -> each.name().equals(column))
                    .map(each -> "coalesce(" + encoding(each) + ", " + whole + ")")
                    .findFirst()
                    .orElse(value(column)));
        }
        return keyOf(values);
    }

    /** Returns the key from an image. */
    String keyIn(String image) {
        return keyOf(table.key().stream()
                .map(column -> image + " -> " + literal(column))
                .toList());
    }

    private String keyOf(List<String> values) {
        if (values.isEmpty()) {
            return "NULL::jsonb";
        }
        var pairs = new ArrayList<String>();
        for (var i = 0; i < values.size(); i++) {
            pairs.add(literal(table.key().get(i)) + ", " + values.get(i));
        }
        return "jsonb_build_object(" + String.join(", ", pairs) + ")";
    }

    /** The columns of the key, as a text array. */
    String keyColumns() {
        return array(table.key());
    }

    /** Returns the captured part of {@code dbops_row}. */
    String image() {
        if (inFormat) {
            return keptOf("%1$s") + (options.columns().isEmpty() ? "" : " || coalesce(%2$s, '{}')");
        }
        var sql = new StringBuilder("to_jsonb(dbops_row.*)");
        for (var from = 0; from < encoded.size(); from += COLUMNS_OF_A_CALL) {
            var pairs = new ArrayList<String>();
            for (var column : encoded.subList(from, Math.min(encoded.size(), from + COLUMNS_OF_A_CALL))) {
                pairs.add(literal(column.name()) + ", " + encoding(column));
            }
            sql.append(" || jsonb_strip_nulls(jsonb_build_object(")
                    .append(String.join(", ", pairs))
                    .append("))");
        }
        return keptOf(sql.toString());
    }

    /** Returns the captured part of the row of that name. */
    String imageOf(String row) {
        return encoded.isEmpty()
                ? keptOf("to_jsonb(" + row + ")")
                : "(SELECT %s FROM %s)".formatted(image(), rows(sourceOf(row)));
    }

    /**
     * Returns a source of the row of that name. The server keeps the names and types of its columns with the plan of the
     * statement: naming the table has the effect that they are read again after the table was altered.
     */
    String sourceOf(String row) {
        return "(SELECT %s.* WHERE '%d'::regclass IS NOT NULL)".formatted(row, table.oid());
    }

    /** Returns a condition for sources of rows of which one may not be converted to jsonb. */
    String areUnsafe(String... sources) {
        var condition = new RiskyColumns(table).condition(this::value);
        return condition.equals("true")
                ? condition
                : Stream.of(sources)
                        .map(source -> "EXISTS (SELECT FROM %s WHERE %s)".formatted(rows(source), condition))
                        .collect(Collectors.joining(" OR "));
    }

    /** Returns whether the image includes columns that are added to the table later. */
    boolean hasAdded() {
        return options.columns().isEmpty();
    }

    /** Returns whether the image is that of row_to_json, read as jsonb: nothing is excluded or encoded. */
    boolean isPlain() {
        return encoded.isEmpty() && options.columns().isEmpty() && excluded().isEmpty();
    }

    /** Returns the captured part of an image of all columns. */
    String keptOf(String image) {
        if (!options.columns().isEmpty()) {
            var kept = new ArrayList<>(table.key());
            kept.addAll(options.columns());
            return "(SELECT jsonb_object_agg(e.key, e.value) FROM jsonb_each(%s) AS e WHERE e.key = ANY (%s))"
                    .formatted(image, array(kept));
        }
        return excluded().isEmpty() ? image : "(" + image + ") - " + array(excluded());
    }

    private List<String> excluded() {
        var excluded = new ArrayList<>(options.excluded());
        excluded.removeAll(table.key());
        return excluded;
    }

    private String encoding(EncodedColumn column) {
        return ValueEncoding.of(column.encoding(), value(column.name()));
    }

    private String array(List<String> values) {
        return named(literal(TextArray.literal(values))) + "::text[]";
    }

    static String identifier(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /**
     * Quotes text so that it is the same under any standard_conforming_strings, since each writing session has its own.
     */
    static String literal(String text) {
        var quoted = "'" + text.replace("'", "''").replace("\\", "\\\\") + "'";
        return text.contains("\\") ? "E" + quoted : quoted;
    }
}
