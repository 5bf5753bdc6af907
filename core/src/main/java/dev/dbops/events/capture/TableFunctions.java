package dev.dbops.events.capture;

import dev.dbops.events.ChangedKey;
import dev.dbops.events.Operation;
import dev.dbops.events.capture.CapturedTable.Way;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Writes the trigger functions of one table, from the fragments of capture.sql. */
final class TableFunctions {
    /** The number of rows of a statement that are logged one by one, before the rest is packed. */
    private static final int FIRST_ROWS = 100;

    /** Qualified, since the table may have columns of these names. */
    private static final String SOURCE = "dbops_capture.source_schema, dbops_capture.source_table";

    private static final String COLUMN_VARIABLES = "row_image text;\n"
            + "    key_image text;\n"
            + "    same_key text;\n"
            + "    looks boolean := false;\n"
            + "    by_name boolean := false;";

    private static final SqlTemplate FRAGMENTS = SqlTemplate.read("capture.sql", "capture-fragments.sql");

    private final CapturedTable table;
    private final CaptureOptions options;
    private final String suffix;
    private final boolean packs;
    private final CapturedValues values;
    private final CapturedValues valuesInFormat;
    private final NamedColumns named;
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
        this.valuesInFormat = CapturedValues.inFormat(table, options);
        this.named = new NamedColumns(table, values);
        var template = FRAGMENTS
                .with("first_rows", Integer.toString(FIRST_ROWS))
                .with("old_key_below", Long.toString(ChangedKey.OLD_BELOW))
                .with("new_key_below", Long.toString(ChangedKey.NEW_BELOW))
                .with(values(values, source(SOURCE), packs ? " LIMIT " + FIRST_ROWS : ""))
                .with(named.values())
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
        var survivors = new Survivors(table, options, operation);
        var own = sql.with("transition_table", transitionTable)
                .with("log_packs", packs ? packs(word, new PackArrays(List.of(arrays))) + "\n        " : "");
        return own.with("once", isFirst() ? own.fill("count_rows") : "")
                .with("log_rows", logRows(own, word + "_first_rows", beforehand(survivors, images)))
                .with("log_survivors", survivors.look(sql, inFormat(source("$1, $2"))))
                .with("remember_write", survivors.rememberWrite(sql))
                .fillFunctions("capture_" + word);
    }

    private String beforehand(Survivors survivors, List<String> images) {
        var conditions = new ArrayList<String>();
        if (survivors.areLookedFor()) {
            conditions.add(sql.fill("was_written"));
        }
        conditions.add(named.beforehand(sql, images.toArray(String[]::new)));
        conditions.removeIf(String::isEmpty);
        return String.join(" OR ", conditions);
    }

    private String logRows(SqlTemplate own, String fragment, String beforehand) {
        return own.with("look_beforehand", beforehand.isEmpty() ? "" : "looks := " + beforehand + ";\n    ")
                .with("statement", own.fill(fragment))
                .with("statement_format", literal(inFormat(source("$1, $2")).fill(fragment)))
                .with("has_logged", packs ? "logged > 0" : "places IS NOT NULL")
                .fill("log_rows_of_statement");
    }

    private String packs(String word, PackArrays arrays) {
        return sql.with(arrays.values())
                .with("further_rows", sql.fill(word + "_further_rows"))
                .with("pack_row", sql.fill(word + "_pack_row"))
                .with("pack_seq", sql.fill(word.equals("update") ? "pack_seq_of_update" : "seq"))
                .fill("packs");
    }

    private String ofRow() {
        return sql.with("set_old_image", setImage("old", "OLD"))
                .with("set_new_image", setImage("new", "NEW"))
                .with("kept_old_image", options.fullBefore() ? "old_image" : "NULL::jsonb")
                .fillFunctions("capture_row");
    }

    private String setImage(String side, String row) {
        var image = "SELECT %s, %s FROM (SELECT ($1).*) AS dbops_row"
                .formatted(valuesInFormat.image(), valuesInFormat.key());
        var beforehand = named.beforehand(sql, values.sourceOf(row));
        var before = beforehand.isEmpty()
                ? ""
                : sql.with("needs_names", beforehand).fill("look_before") + "\n                ";
        return sql.with("look_before_image", before)
                .with("image_format", literal(image))
                .with("image_of_row", values.imageOf(row))
                .with("key_of_image", values.keyIn(side + "_image"))
                .with("side", side)
                .with("row", row)
                .fill("set_image_of_row");
    }

    private String ofPartition() {
        return sql.with(
                        "log_partition",
                        literal(inFormat(formatted(source(SOURCE))).fill("partition_rows")))
                .fillFunctions("capture_partition_truncate");
    }

    /** The fragments of a statement that is an argument of format: its first arguments are a row's image and key. */
    private SqlTemplate inFormat(String source) {
        return UnsentPlaces.in(sql.with(values(valuesInFormat, source, "")), options, "");
    }

    private Map<String, String> values(CapturedValues values, String source, String limit) {
        return Map.of(
                "source", source,
                "limit", limit,
                "new_rows", values.rowsWithKey("new_rows"),
                "old_rows", values.rowsWithKey("old_rows"),
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
                "column_variables",
                COLUMN_VARIABLES,
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

    private boolean isFirst() {
        return table.way(options) == Way.FIRST;
    }

    private String variables() {
        return (isFirst()
                        ? "signing_key uuid;\n    setting text;\n    following bigint;\n    is_first boolean;\n    "
                        : "")
                + COLUMN_VARIABLES
                + "\n    "
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
