package dev.dbops.events.capture;

import dev.dbops.Resource;
import dev.dbops.events.capture.CapturedTable.Way;
import java.util.ArrayList;
import java.util.List;

/** Writes the trigger functions of one table. */
final class TableFunctions {
    /** The number of rows of a statement that are logged one by one, before the rest is packed. */
    private static final int FIRST_ROWS = 100;

    /** Marks the place in a statement where its first rows end. */
    private static final String FIRST = "\uF8F1";

    /** Qualified, since the table may have columns of these names. */
    private static final String SOURCE = "dbops_capture.source_schema, dbops_capture.source_table";

    private final CapturedTable table;
    private final CaptureOptions options;
    private final String suffix;
    private final boolean packs;
    private final CapturedValues values;

    /**
     * @param suffix the suffix of their names
     */
    TableFunctions(CapturedTable table, CaptureOptions options, String suffix) {
        this.table = table;
        this.options = options;
        this.suffix = suffix;
        this.packs = table.packs(options);
        this.values = new CapturedValues(table, options);
    }

    /** Returns the statements that create or replace functions of these names. */
    String create(Iterable<String> names) {
        var templates = Resource.text(TableFunctions.class, "capture.sql");
        var sql = new StringBuilder();
        for (var name : names) {
            var start = templates.indexOf("CREATE OR REPLACE FUNCTION dbops." + name + "{");
            var end = templates.indexOf("END\n$capture$;", start) + "END\n$capture$;".length();
            sql.append(template()
                            .expand(templates.substring(start, end))
                            .replace(CapturedValues.ADDED, "")
                            .replace(FIRST, packs ? " LIMIT " + FIRST_ROWS : ""))
                    .append('\n');
            sql.append("REVOKE ALL ON FUNCTION dbops.%s%s() FROM PUBLIC;\n".formatted(name, suffix));
        }
        return sql.toString();
    }

    private CaptureTemplate template() {
        var full = options.fullBefore();
        var plain = values.isPlain();
        return CaptureFragments.common()
                .fragment("settings", settings())
                .fragment("joins", CaptureFragments.JOINS + (packs ? " " + CaptureFragments.ONE_PLAN : ""))
                .fragment("variables", variables())
                .fragment("once", rows -> isFirst() ? CaptureFragments.ONCE.replace("@", rows) : "")
                .fragment("first", FIRST)
                .fragment("rest", " OFFSET " + FIRST_ROWS)
                .fragment("packs", block -> packs ? CaptureFragments.packs(block, FIRST_ROWS) : "")
                .fragment("created", plain ? "created" : "afters")
                .fragment("deleted", full ? "befores" : "keys")
                .text("suffix", suffix)
                .text("source", source())
                .text("rows", values::rows)
                .text("key", values.key())
                .text("key_of", values::keyIn)
                .text("key_columns", values.keyColumns())
                .text("image", values.image())
                .text("before", full ? values.image() : "NULL::jsonb")
                .text("before_of", image -> full ? image : "NULL::jsonb")
                .text("created_image", plain ? "row_to_json(dbops_row.*)" : values.image())
                .text("deleted_image", full ? values.image() : values.key())
                .text("find_added", findsAdded() ? findAdded() : "")
                .text("logged", this::logged)
                .text("image_into", this::imageInto)
                .text("statement", TableFunctions::statement);
    }

    private boolean findsAdded() {
        return table.nextColumn() > 0 && values.hasAdded();
    }

    /** Triggers of a partitioned table fire on its partitions, whose columns have other numbers. */
    private String findAdded() {
        var oid = table.partitioned()
                ? "to_regclass("
                        + CapturedValues.literal(CapturedValues.identifier(table.schema()) + "."
                                + CapturedValues.identifier(table.name()))
                        + ")::oid"
                : "TG_RELID";
        return CaptureFragments.findAdded(table.nextColumn(), oid);
    }

    /** Returns the statement, preceded by its replacement for a table with newer columns to encode. */
    private String logged(String statement) {
        if (!findsAdded() || !statement.contains(CapturedValues.ADDED)) {
            return statement;
        }
        var dynamic = statement.replace(SOURCE, "$1, $2");
        return """
            %s
                IF added IS NOT NULL THEN
                    EXECUTE format(%s, added) USING TG_TABLE_SCHEMA, TG_TABLE_NAME;
                    RETURN NULL;
                END IF;
                %s\
            """.formatted(findAdded(), statement(dynamic), statement);
    }

    /**
     * Sets a variable to the image of a row.
     *
     * @param argument the names of the variable and the row
     */
    private String imageInto(String argument) {
        var image = argument.split(" ")[0];
        var row = argument.split(" ")[1];
        var plain = image + " := " + values.imageOf(row) + ";";
        if (!findsAdded()) {
            return plain;
        }
        return """
            IF added IS NULL THEN
                        %s
                    ELSE
                        EXECUTE format(%s, added) INTO %s USING %s;
                    END IF;\
            """.formatted(plain, statement(values.imageFrom("(SELECT ($1).*)")), image, row);
    }

    private boolean isFirst() {
        return table.way(options) == Way.FIRST;
    }

    /** A session sets each of them again for each statement, which takes a microsecond. */
    private String settings() {
        List<String> settings = new ArrayList<>();
        settings.add(CaptureFragments.SEARCH_PATH);
        settings.add(CaptureFragments.NO_COMPILER);
        if (!packs) {
            settings.add(CaptureFragments.ONE_PLAN);
        }
        for (var setting : table.settings()) {
            settings.add(setting.pinned());
        }
        return String.join(" ", settings);
    }

    private String variables() {
        return (isFirst() ? "setting text;\n    following bigint;\n    " : "")
                + (findsAdded() ? "added text;\n    " : "")
                + (packs ? "logged bigint;" : "");
    }

    /** The names of the schema and the table: triggers of a partitioned table fire on its partitions. */
    private String source() {
        return table.partitioned()
                ? CapturedValues.literal(table.schema()) + ", " + CapturedValues.literal(table.name())
                : SOURCE;
    }

    /**
     * Returns the statement as a literal for format, which inserts the encodings of added columns and then the
     * partition.
     */
    private static String statement(String sql) {
        return CapturedValues.literal(sql.replace("%", "%%")
                .replace(CapturedValues.ADDED, "%1$s")
                .replace("/*partition*/", "%2$s")
                .replace(FIRST, ""));
    }
}
