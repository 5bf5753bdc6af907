package dev.dbops.events.capture;

import dev.dbops.events.TextArray;
import dev.dbops.events.capture.CapturedTable.EncodedColumn;
import dev.dbops.events.capture.CapturedTable.Risk;
import dev.dbops.postgres.Database;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/** The trigger functions: those shared by all tables, and the state of all functions in the database. */
final class CaptureFunctions {
    private static final List<String> NAMES = List.of("capture_truncate", "capture_send", "set_updated_at");

    private static final List<String> NAMES_OF_TABLES =
            List.of("capture_insert", "capture_delete", "capture_update", "capture_row", "capture_partition_truncate");

    private static final String SQL = SqlTemplate.read("capture-shared.sql", "capture-fragments.sql")
                    .with("pinned", FunctionSettings.shared())
                    .with("by_place", FunctionSettings.byPlace())
                    .fillFunctions("shared_functions")
            + "\n";

    private static final String VERSION = computeVersion();

    private static final String FIND = """
        SELECT p.proname
          FROM pg_proc AS p
          JOIN pg_namespace AS n ON n.oid = p.pronamespace
         WHERE n.nspname = 'dbops'
           AND p.proname = ANY (?::text[])
           AND obj_description(p.oid, 'pg_proc') = ?
        """;

    /** The functions of single tables without a trigger. NOT IN is hashed even if the functions are thought to be few. */
    private static final String UNUSED = """
        SELECT p.proname
          FROM pg_proc AS p
         WHERE p.pronamespace = to_regnamespace('dbops')
           AND p.proname ~ '^capture_(insert|update|delete|row|partition_truncate)(_[0-9]+)?$'
           AND p.oid NOT IN (SELECT t.tgfoid FROM pg_trigger AS t)
        """;

    private CaptureFunctions() {}

    /** Returns whether the database has all shared functions, as this version writes them. */
    static boolean areCurrent(Database database) {
        return database.query(FIND, row -> row.getString(1), TextArray.literal(NAMES), VERSION)
                        .size()
                == NAMES.size();
    }

    /** Returns the statements that create or replace the functions. */
    static String create() {
        var sql = new StringBuilder(SQL);
        for (var name : NAMES) {
            sql.append("REVOKE ALL ON FUNCTION dbops.").append(name).append("() FROM PUBLIC;\n");
            sql.append("COMMENT ON FUNCTION dbops.")
                    .append(name)
                    .append("() IS '")
                    .append(VERSION)
                    .append("';\n");
        }
        return sql.toString();
    }

    /** Returns the statements that drop the functions. */
    static String drop() {
        var sql = new StringBuilder();
        for (var name : NAMES) {
            sql.append("DROP FUNCTION IF EXISTS dbops.").append(name).append("();\n");
        }
        return sql.toString();
    }

    /** Drops the functions of single tables without a trigger. */
    static void dropUnused(Database database) {
        var unused = database.query(UNUSED, row -> "dbops." + row.getString(1) + "()");
        if (!unused.isEmpty()) {
            database.executeText("DROP FUNCTION " + String.join(", ", unused));
        }
    }

    /** Identifies the functions of this version: it changes with their SQL. */
    static String version() {
        return VERSION;
    }

    private static String computeVersion() {
        var sum = new CRC32();
        sum.update(SQL.getBytes(StandardCharsets.UTF_8));
        for (var table : List.of(sample("r", false), sample("r", true), sample("p", true))) {
            var functions = new TableFunctions(table, CaptureOptions.DEFAULT, "");
            sum.update(functions.create(NAMES_OF_TABLES).getBytes(StandardCharsets.UTF_8));
        }
        return "db-ops " + Long.toHexString(sum.getValue());
    }

    private static CapturedTable sample(String relkind, boolean full) {
        List<EncodedColumn> encoded = new ArrayList<>();
        if (full) {
            for (var encoding : List.of("json", "jsonb", "array", "text")) {
                var risk = encoding.equals("json") ? Risk.TEXT : Risk.NONE;
                encoded.add(new EncodedColumn(encoding, encoding, encoding, risk));
            }
        }
        return new CapturedTable(
                0,
                "schema",
                "table",
                relkind,
                false,
                false,
                false,
                full,
                true,
                List.of("id"),
                List.of("id"),
                encoded,
                full ? 2 : 0,
                full ? List.of(ValueSetting.values()) : List.of(),
                List.of());
    }
}
