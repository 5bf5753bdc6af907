package dev.dbops.events.capture;

import dev.dbops.events.Resource;
import dev.dbops.postgres.Database;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32;

/** The functions behind the triggers: their SQL, and whether the database has them as this version writes them. */
final class CaptureFunctions {
    private static final List<String> NAMES = List.of(
            "capture_insert",
            "capture_delete",
            "capture_update",
            "capture_row",
            "capture_truncate",
            "capture_partition_truncate",
            "capture_deliver",
            "set_updated_at");

    private static final String SQL =
            new CaptureTemplate("").expand(statements("capture.sql") + statements("capture-others.sql"));

    private static final String VERSION = version();

    private static final String FIND = """
        SELECT p.proname
          FROM pg_proc AS p
          JOIN pg_namespace AS n ON n.oid = p.pronamespace
         WHERE n.nspname = 'dbops'
           AND p.prorettype = 'trigger'::regtype
           AND obj_description(p.oid, 'pg_proc') = ?
        """;

    /** The functions of single tables of which no trigger is left. */
    private static final String UNUSED = """
        SELECT p.proname
          FROM pg_proc AS p
         WHERE p.pronamespace = to_regnamespace('dbops')
           AND p.proname ~ '^capture_(insert|update|delete|row)_[0-9]+$'
           AND NOT EXISTS (SELECT FROM pg_trigger AS t WHERE t.tgfoid = p.oid)
        """;

    private CaptureFunctions() {}

    /** Whether the database has all functions, and as this version writes them. */
    static boolean areCurrent(Database database) {
        return database.query(FIND, row -> row.getString(1), VERSION).size() == NAMES.size();
    }

    /** The statements that create or replace the functions. */
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

    /** The statements that drop the functions. */
    static String drop() {
        var sql = new StringBuilder();
        for (var name : NAMES) {
            sql.append("DROP FUNCTION IF EXISTS dbops.").append(name).append("();\n");
        }
        return sql.toString();
    }

    /**
     * The statements that create a table's own functions. Their names end in {@link #suffix}.
     *
     * @param encoding what is to stand behind {@code to_jsonb(dbops_row)}
     */
    static String createFor(long oid, String encoding) {
        var sql = new StringBuilder(new CaptureTemplate(encoding).expand(statements("capture.sql")));
        for (var name : List.of("capture_insert", "capture_delete", "capture_update", "capture_row")) {
            var function = "dbops." + name + "()";
            var at = sql.indexOf(function);
            sql.replace(at, at + function.length(), "dbops." + name + suffix(oid) + "()");
            sql.append("REVOKE ALL ON FUNCTION dbops.")
                    .append(name)
                    .append(suffix(oid))
                    .append("() FROM PUBLIC;\n");
        }
        return sql.toString();
    }

    static String suffix(long oid) {
        return "_" + oid;
    }

    /** Drops the functions of single tables of which no trigger is left. */
    static void dropUnused(Database database) {
        for (var name : database.query(UNUSED, row -> row.getString(1))) {
            database.execute("DROP FUNCTION dbops." + name + "()");
        }
    }

    /** Tells the functions of this version from those of others. */
    static String version() {
        var sum = new CRC32();
        sum.update(SQL.getBytes(StandardCharsets.UTF_8));
        sum.update(
                new CaptureTemplate("encoded").expand(statements("capture.sql")).getBytes(StandardCharsets.UTF_8));
        return "db-ops " + Long.toHexString(sum.getValue());
    }

    private static String statements(String resource) {
        var text = Resource.text(CaptureFunctions.class, resource);
        return text.substring(text.indexOf("CREATE"));
    }
}
