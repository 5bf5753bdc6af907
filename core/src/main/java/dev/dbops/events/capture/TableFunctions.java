package dev.dbops.events.capture;

import dev.dbops.events.Resource;
import dev.dbops.events.capture.CapturedTable.Way;
import java.util.ArrayList;
import java.util.List;

/** Writes the functions behind the triggers of one table. */
final class TableFunctions {
    /** How many rows of a statement are logged one by one, where those behind them are packed. */
    private static final int FIRST_ROWS = 100;

    private final CapturedTable table;
    private final CaptureOptions options;
    private final String suffix;
    private final boolean packs;
    private final CapturedValues values;

    /**
     * @param suffix what stands behind their names
     */
    TableFunctions(CapturedTable table, CaptureOptions options, String suffix) {
        this.table = table;
        this.options = options;
        this.suffix = suffix;
        this.packs = table.packs(options);
        this.values = new CapturedValues(table, options);
    }

    /** The statements that create or replace functions of these names. */
    String create(Iterable<String> names) {
        var templates = Resource.text(TableFunctions.class, "capture.sql");
        var sql = new StringBuilder();
        for (var name : names) {
            var start = templates.indexOf("CREATE OR REPLACE FUNCTION dbops." + name + "{");
            var end = templates.indexOf("END\n$capture$;", start) + "END\n$capture$;".length();
            sql.append(template().expand(templates.substring(start, end))).append('\n');
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
                .fragment("first", packs ? " LIMIT " + FIRST_ROWS : "")
                .fragment("rest", " OFFSET " + FIRST_ROWS)
                .fragment("packs", block -> packs ? CaptureFragments.packs(block, FIRST_ROWS) : "")
                .fragment("created", plain ? "created" : "afters")
                .fragment("deleted", full ? "befores" : "keys")
                .text("suffix", suffix)
                .text("source", this::source)
                .text("rows", values::rows)
                .text("key", values.key())
                .text("key_of", values::keyIn)
                .text("key_columns", values.keyColumns())
                .text("image", values.image())
                .text("image_of", values::imageOf)
                .text("before", full ? values.image() : "NULL::jsonb")
                .text("before_of", image -> full ? image : "NULL::jsonb")
                .text("created_image", plain ? "row_to_json(dbops_row.*)" : values.image())
                .text("deleted_image", full ? values.image() : values.key())
                .text("statement", TableFunctions::statement);
    }

    private boolean isFirst() {
        return table.way(options) == Way.FIRST;
    }

    /** A session sets each of them anew for each statement, which takes a microsecond. */
    private String settings() {
        List<String> settings = new ArrayList<>();
        settings.add(CaptureFragments.SEARCH_PATH);
        settings.add(CaptureFragments.NO_COMPILER);
        if (!packs) {
            settings.add(CaptureFragments.ONE_PLAN);
        }
        for (var setting : table.settings()) {
            settings.add(CaptureFragments.pinned(setting));
        }
        return String.join(" ", settings);
    }

    private String variables() {
        return (isFirst() ? "setting text;\n    following bigint;\n    " : "") + (packs ? "logged bigint;" : "");
    }

    /** The names of the schema and of the table: triggers of a partitioned table fire as those of its partitions. */
    private String source(String function) {
        return table.partitioned()
                ? CapturedValues.literal(table.schema()) + ", " + CapturedValues.literal(table.name())
                : "%1$s%2$s.tg_table_schema, %1$s%2$s.tg_table_name".formatted(function, suffix);
    }

    /** The statement as a literal for format, which puts the partition in. */
    private static String statement(String sql) {
        return CapturedValues.literal(sql.replace("%", "%%").replace("/*partition*/", "%s"));
    }
}
