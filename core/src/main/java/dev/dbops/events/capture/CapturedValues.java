package dev.dbops.events.capture;

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
 */
final class CapturedValues {
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
     * Returns the SQL for the text of the function format, whose first argument is the image of a row before the
     * encoding of single columns.
     */
    static CapturedValues inFormat(CapturedTable table, CaptureOptions options) {
        return new CapturedValues(table, options, true);
    }

    /** Returns a part of the SQL with a name of the table in it. */
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
        if (named.isEmpty()) {
            return source + " AS dbops_row";
        }
        var absent = new ArrayList<String>();
        var present = new ArrayList<String>();
        for (var column : named) {
            var name = named(identifier(column));
            absent.add("NULL AS " + name);
            present.add(name + " AS " + alias(column));
        }
        return "%s AS dbops_row CROSS JOIN (SELECT %s) AS dbops_absent CROSS JOIN LATERAL (SELECT %s FROM (SELECT dbops_row.*) AS dbops_present) AS dbops_column"
                .formatted(source, String.join(", ", absent), String.join(", ", present));
    }

    private String alias(String column) {
        return "c" + (named.indexOf(column) + 1);
    }

    private String value(String column) {
        return "dbops_column." + alias(column);
    }

    /** The key of {@code dbops_row}. */
    String key() {
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
                .map(column -> image + " -> " + named(literal(column)))
                .toList());
    }

    private String keyOf(List<String> values) {
        if (values.isEmpty()) {
            return "NULL::jsonb";
        }
        var pairs = new ArrayList<String>();
        for (var i = 0; i < values.size(); i++) {
            pairs.add(named(literal(table.key().get(i))) + ", " + values.get(i));
        }
        return "jsonb_build_object(" + String.join(", ", pairs) + ")";
    }

    /** The columns of the key, as a text array. */
    String keyColumns() {
        return array(table.key());
    }

    /** Returns the captured part of {@code dbops_row}. */
    String image() {
        var sql = new StringBuilder(inFormat ? "%1$s" : "to_jsonb(dbops_row.*)");
        for (var from = 0; from < encoded.size(); from += COLUMNS_OF_A_CALL) {
            var pairs = new ArrayList<String>();
            for (var column : encoded.subList(from, Math.min(encoded.size(), from + COLUMNS_OF_A_CALL))) {
                pairs.add(named(literal(column.name())) + ", " + encoding(column));
            }
            sql.append(" || jsonb_strip_nulls(jsonb_build_object(")
                    .append(String.join(", ", pairs))
                    .append("))");
        }
        return keptOf(sql.toString());
    }

    /** Returns the captured part of the row of that name. */
    String imageOf(String row) {
        return encoded.isEmpty() ? keptOf("to_jsonb(" + row + ")") : "(" + imageFrom("(SELECT " + row + ".*)") + ")";
    }

    /** Returns a query for the captured part of the single row of a query. */
    String imageFrom(String query) {
        return "SELECT %s FROM %s".formatted(image(), rows(query));
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

    /** Returns the part of an image for one column, as a format of its name, by its encoding; empty for none. */
    static String namedFormat(String encoding) {
        var value = "dbops_row.%1$I";
        var image = switch (encoding) {
            case "" -> value;
            case "jsonb", "array" -> "coalesce(%s, to_jsonb(%s))".formatted(encoding(encoding, value), value);
            default -> encoding(encoding, value);
        };
        return "jsonb_build_object(%1$L, " + image + ")";
    }

    /** Returns whether the image includes columns that are added to the table later. */
    boolean hasAdded() {
        return options.columns().isEmpty();
    }

    /** Returns whether the image is that of row_to_json, read as jsonb: nothing is excluded or encoded. */
    boolean isPlain() {
        return encoded.isEmpty() && options.columns().isEmpty() && excluded().isEmpty();
    }

    private String keptOf(String image) {
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

    /**
     * Returns the text, as a JSON string, of a value that to_jsonb would not keep; otherwise null. Works for columns of
     * any type.
     */
    private String encoding(EncodedColumn column) {
        return encoding(column.encoding(), value(column.name()));
    }

    private static String encoding(String encoding, String value) {
        return switch (encoding) {
            case "jsonb" ->
                "CASE WHEN jsonb_typeof(to_jsonb(@)) NOT IN ('object', 'array') THEN to_jsonb(@::text) END"
                        .replace("@", value);
            case "array" -> "CASE WHEN left(@::text, 1) = '[' THEN to_jsonb(@::text) END".replace("@", value);
            default -> "to_jsonb(" + value + "::text)";
        };
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
