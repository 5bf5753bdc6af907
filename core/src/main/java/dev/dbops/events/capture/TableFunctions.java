package dev.dbops.events.capture;

import dev.dbops.events.Operation;
import dev.dbops.events.capture.CapturedTable.Way;
import java.util.List;
import java.util.Map;

/** Writes the trigger functions of one table, from the fragments of capture.sql. */
final class TableFunctions {
    /** The number of rows of a statement that are logged one by one, before the rest is packed. */
    private static final int FIRST_ROWS = 100;

    /** Qualified, since the table may have columns of these names. */
    private static final String SOURCE = "dbops_capture.source_schema, dbops_capture.source_table";

    private static final SqlTemplate FRAGMENTS = SqlTemplate.read("capture.sql", "capture-fragments.sql");

    private final CapturedTable table;
    private final CaptureOptions options;
    private final String suffix;
    private final boolean packs;
    private final CapturedValues values;
    private final SqlTemplate sql;

    /**
     * @param suffix the suffix of their names
     */
    TableFunctions(CapturedTable table, CaptureOptions options, String suffix) {
        this.table = table;
        this.options = options;
        this.suffix = suffix;
        this.packs = table.packs(options);
        this.values = CapturedValues.inStatement(table, options);
        var template = FRAGMENTS
                .with("first_rows", Integer.toString(FIRST_ROWS))
                .with(values(values, source(SOURCE), packs ? " LIMIT " + FIRST_ROWS : ""))
                .with(functionValues());
        this.sql = UnsentPlaces.in(template, options, " INTO places");
    }

    /** Returns the statements that create or replace functions of these names. */
    String create(Iterable<String> names) {
        var statements = new StringBuilder();
        for (var name : names) {
            statements.append(function(name)).append('\n');
            statements.append("REVOKE ALL ON FUNCTION dbops.%s%s() FROM PUBLIC;\n".formatted(name, suffix));
        }
        return statements.toString();
    }

    private String function(String name) {
        return switch (name) {
            case "capture_insert" ->
                ofOperation(Operation.INSERT, "new_rows", List.of("new_rows"), values.isPlain() ? "created" : "afters");
            case "capture_delete" ->
                ofOperation(
                        Operation.DELETE,
                        "old_rows",
                        options.fullBefore() ? List.of("old_rows") : List.of(),
                        options.fullBefore() ? "befores" : "keys");
            case "capture_update" ->
                ofOperation(
                        Operation.UPDATE,
                        "new_rows",
                        options.fullBefore() ? List.of("old_rows", "new_rows") : List.of("new_rows"),
                        "keys",
                        "befores",
                        "afters");
            case "capture_row" -> ofRow();
            case "capture_partition_truncate" -> ofPartition();
            default -> throw new IllegalArgumentException(name);
        };
    }

    /**
     * Returns the function for one operation, which is called once for a statement.
     *
     * @param images the transition tables with images in its events, which include columns that are added later
     * @param arrays the arrays that packs consist of
     */
    private String ofOperation(Operation operation, String transitionTable, List<String> images, String... arrays) {
        var word = operation.word();
        var counting = sql.with("transition_table", transitionTable);
        return sql.with("once", isFirst() ? counting.fill("count_rows") : "")
                .with("log_first_rows", logFirstRows(word + "_first_rows", images))
                .with("log_packs", packs ? packs(word, new PackArrays(List.of(arrays))) : "")
                .with("log_survivors", survivors(operation))
                .with("remember_write", new Survivors(table, options, operation).rememberWrite(sql))
                .fillFunctions("capture_" + word);
    }

    private String logFirstRows(String fragment, List<String> images) {
        var statement = sql.fill(fragment);
        if (images.isEmpty() || !findsImage()) {
            return statement;
        }
        return sql.with("find_image", findImageFor(images.toArray(String[]::new)))
                .with("statement", statement)
                .with("statement_format", literal(inFormat(source("$1, $2")).fill(fragment)))
                .fill("log_with_named_image");
    }

    /** Returns whether an image may have to name the columns of the table. */
    private boolean findsImage() {
        return findsAdded() || new RiskyColumns(table).areAny();
    }

    /**
     * Sets row_image if a row of these sources needs an image that names the columns. Without risky columns, the
     * condition is one that the server evaluates without a query.
     */
    private String findImageFor(String... sources) {
        var named = sql.with(new NamedColumns(table).values());
        if (!new RiskyColumns(table).areAny()) {
            return findImage(named.fill("has_newer_column"), "\n" + named.fill("newer_column_is_encoded"));
        }
        var unsafe = values.areUnsafe(sources);
        return findImage(findsAdded() ? named.fill("has_newer_column") + " OR " + unsafe : unsafe, "");
    }

    private String findImage(String condition, String onlyIf) {
        return sql.with(new NamedColumns(table).values())
                .with("needs_names", condition)
                .with("only_if", onlyIf)
                .fill("find_named_image");
    }

    private String survivors(Operation operation) {
        return new Survivors(table, options, operation)
                .look(sql, inFormat(source("$1, $2")), findsImage() ? findImage("true", "") : "");
    }

    private String packs(String word, PackArrays arrays) {
        return sql.with(arrays.values())
                .with("further_rows", sql.fill(word + "_further_rows"))
                .with("pack_row", sql.fill(word + "_pack_row"))
                .with("pack_seq", sql.fill(word.equals("update") ? "pack_seq_of_update" : "seq"))
                .fill("packs");
    }

    private String ofRow() {
        return sql.with("set_old_image", setImage("old_image", "OLD"))
                .with("set_new_image", setImage("new_image", "NEW"))
                .with("key_of_old_image", values.keyIn("old_image"))
                .with("key_of_new_image", values.keyIn("new_image"))
                .with("kept_old_image", options.fullBefore() ? "old_image" : "NULL::jsonb")
                .fillFunctions("capture_row");
    }

    private String setImage(String variable, String row) {
        var plain = variable + " := " + values.imageOf(row) + ";";
        if (!findsImage()) {
            return plain;
        }
        var image = CapturedValues.inFormat(table, options).imageFrom("(SELECT ($1).*)");
        return sql.with("find_image", findImageFor("(SELECT %s.*)".formatted(row)) + "\n        ")
                .with("set_image", plain)
                .with("image_format", literal(image))
                .with("image_variable", variable)
                .with("row", row)
                .fill("set_named_image");
    }

    private String ofPartition() {
        var rows = CapturedValues.inFormat(table, options).rows("%2$s");
        var statement = inFormat(formatted(source(SOURCE)))
                .with("partition_rows_source", rows)
                .fill("partition_rows");
        return sql.with("find_image", findsImage() ? findImage("true", "") : "")
                .with("log_partition", literal(statement))
                .fillFunctions("capture_partition_truncate");
    }

    /** The fragments of a statement that is an argument of format: its first argument is the image of a row. */
    private SqlTemplate inFormat(String source) {
        return UnsentPlaces.in(sql.with(values(CapturedValues.inFormat(table, options), source, "")), options, "");
    }

    private Map<String, String> values(CapturedValues values, String source, String limit) {
        return Map.of(
                "source", source,
                "limit", limit,
                "new_rows", values.rows("new_rows"),
                "old_rows", values.rows("old_rows"),
                "key", values.key(),
                "image", values.image(),
                "before", options.fullBefore() ? values.image() : "NULL::jsonb");
    }

    private Map<String, String> functionValues() {
        var full = options.fullBefore();
        var plain = values.isPlain();
        return Map.of(
                "suffix",
                suffix,
                "settings",
                FunctionSettings.ofTable(table.settings(), packs),
                "joins",
                FunctionSettings.ofUpdate(packs),
                "variables",
                variables(),
                "key_columns",
                values.keyColumns(),
                "created",
                plain ? "created" : "afters",
                "deleted",
                full ? "befores" : "keys",
                "created_image",
                plain ? "row_to_json(dbops_row.*)" : values.image(),
                "deleted_image",
                full ? values.image() : values.key());
    }

    private boolean findsAdded() {
        return table.nextColumn() > 0 && values.hasAdded();
    }

    private boolean isFirst() {
        return table.way(options) == Way.FIRST;
    }

    private String variables() {
        return (isFirst()
                        ? "signing_key uuid;\n    setting text;\n    following bigint;\n    is_first boolean;\n    "
                        : "")
                + (findsImage() ? "row_image text;\n    " : "")
                + (packs ? "logged bigint;" : options.delivery().isNone() ? "" : "places text;");
    }

    /** The names of the schema and the table: triggers of a partitioned table fire on its partitions. */
    private String source(String ofTrigger) {
        return table.partitioned() ? literal(table.schema()) + ", " + literal(table.name()) : ofTrigger;
    }

    private static String literal(String text) {
        return CapturedValues.literal(text);
    }

    private static String formatted(String sql) {
        return sql.replace("%", "%%");
    }
}
