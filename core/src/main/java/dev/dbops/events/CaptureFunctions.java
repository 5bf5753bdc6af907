package dev.dbops.events;

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

    /**
     * Values become the same text whatever a session has set; operators and functions are those of the server.
     *
     * <p>A session plans a statement for the number of rows that it meets first, and here comes one row or a million.
     * Planned anew each time, or compiled, one row took 300 and 2,900 µs instead of 50; a nested loop, chosen for one row,
     * would compare all rows of a large statement with all; a hash table is made in the size of the first statement.
     */
    private static final String SETTINGS = """
        SET search_path = pg_catalog, pg_temp SET DateStyle = 'ISO' SET IntervalStyle = 'postgres' SET TimeZone = 'UTC'
            SET extra_float_digits = 1 SET bytea_output = 'hex' SET lc_monetary = 'C'
            SET plan_cache_mode = force_generic_plan SET jit = off SET enable_nestloop = off SET enable_hashjoin = off\
        """;

    private static final String VARIABLES = """
        source_schema text := coalesce(TG_ARGV[7], TG_TABLE_SCHEMA);
            source_table text := coalesce(TG_ARGV[8], TG_TABLE_NAME);
            keys text[] := TG_ARGV[0];
            kept text[] := TG_ARGV[1];
            dropped text[] := TG_ARGV[2];
            wants_before boolean := TG_ARGV[3] = 'full';
            origin text := nullif(current_setting('dbops.origin', true), '');
            fits boolean := false;
            setting text;
            following bigint;\
        """;

    /**
     * Where other triggers fire for each row, ours is of that kind too, with a name that makes it the first: in its first
     * call it logs all rows of the statement, before another trigger can change one of them again. A setting of the
     * transaction counts the calls that follow; what rolls back rows rolls it back too.
     */
    private static final String ONCE = """
        IF TG_LEVEL = 'ROW' THEN
                setting := format('dbops.rows_%s_%s_%s', TG_RELID, TG_OP, pg_trigger_depth());
                following := coalesce(nullif(current_setting(setting, true), '')::bigint, 0);
                PERFORM set_config(
                    setting, ((CASE WHEN following > 0 THEN following ELSE (SELECT count(*) FROM @) END) - 1)::text, true);
                IF following > 0 THEN
                    RETURN NULL;
                END IF;
            END IF;\
        """;

    private static final String GUARD = """
        IF current_setting('dbops.replay', true) = 'on' THEN
                RETURN NULL;
            END IF;
            IF to_regclass('dbops.event_log') IS NULL OR to_regclass('dbops.event_seq') IS NULL
                    OR pg_partition_root(to_regclass('dbops.event_log_default')) IS DISTINCT FROM to_regclass('dbops.event_log') THEN
                RAISE WARNING 'dbops: a change of %.% is not captured: parts of the event log are missing', source_schema, source_table
                    USING HINT = 'db-ops triggers-install makes them anew, db-ops triggers-remove ends the capture';
                RETURN NULL;
            END IF;\
        """;

    /** The columns that are encoded are named in SQL made at run time; here they are looked up first. */
    private static final String FITS = """
        IF TG_ARGV[4] <> '' THEN
                SELECT count(*) = cardinality(TG_ARGV[5]::text[]) INTO fits
                  FROM unnest(TG_ARGV[5]::text[], TG_ARGV[6]::text[]) AS encoded (name, type)
                  JOIN pg_attribute AS a ON a.attrelid = TG_RELID AND a.attname = encoded.name::name
                 WHERE NOT a.attisdropped AND format_type(a.atttypid, NULL) = encoded.type;
                IF NOT fits THEN
                    RAISE WARNING 'dbops: the columns of %.% have changed; values of json, jsonb and arrays may be captured inexactly',
                        source_schema, source_table USING HINT = 'run db-ops triggers-install again';
                END IF;
            END IF;\
        """;

    private static final String OPTIONS = " CROSS JOIN (SELECT $1 AS source_schema, $2 AS source_table, $3 AS keys,"
            + " $4 AS kept, $5 AS dropped, $6 AS wants_before, $7 AS origin) AS options";

    private static final String LOG = """
        {fits}
            IF fits THEN
                EXECUTE replace(replace($statement$@$statement$, '/*encoded*/', TG_ARGV[4]), '/*options*/', '{options}')
                    USING source_schema, source_table, keys, kept, dropped, wants_before, origin;
            ELSE
                @;
            END IF;\
        """;

    private static final String KEY = """
        CASE cardinality(keys) WHEN 0 THEN NULL WHEN 1 THEN jsonb_build_object(keys[1], @ -> keys[1])\
         ELSE (SELECT jsonb_object_agg(k, @ -> k) FROM unnest(keys) AS k) END\
        """;

    private static final String COLUMNS = """
        CASE WHEN kept = '{}' THEN @ - dropped\
         ELSE (SELECT jsonb_object_agg(e.key, e.value) FROM jsonb_each(@) AS e WHERE e.key = ANY (kept)) END\
        """;

    private static final String SOURCE = """
        'event_type', CASE event.op WHEN 'c' THEN 'INSERT' WHEN 'u' THEN 'UPDATE' WHEN 'd' THEN 'DELETE' ELSE 'TRUNCATE' END,\
         'source', jsonb_build_object('database', current_database(), 'schema', source_schema, 'table', source_table,\
         'txid', event.xid::text::bigint, 'seq', event.seq)\
        """;

    private static final String MESSAGE = """
        jsonb_build_object({source}, 'payload',\
         jsonb_build_object('key', event.key, 'before', event.before, 'after', event.after))::text\
        """;

    private static final String REFERENCE = "jsonb_build_object({source}, 'reference', true)::text";

    private static final String SQL = expand(
            Resource.text("capture.sql").substring(Resource.text("capture.sql").indexOf("CREATE")));

    private static final String VERSION = version();

    private static final String FIND = """
        SELECT p.proname
          FROM pg_proc AS p
          JOIN pg_namespace AS n ON n.oid = p.pronamespace
         WHERE n.nspname = 'dbops'
           AND p.prorettype = 'trigger'::regtype
           AND obj_description(p.oid, 'pg_proc') = ?
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

    private static String version() {
        var sum = new CRC32();
        sum.update(SQL.getBytes(StandardCharsets.UTF_8));
        return "db-ops " + Long.toHexString(sum.getValue());
    }

    /** Puts the fragments in: {@code {name argument}}, where the argument may have fragments of its own. */
    private static String expand(String text) {
        var sql = new StringBuilder();
        var at = 0;
        while (at < text.length()) {
            var letter = text.charAt(at);
            if (letter == '{' && Character.isLowerCase(text.charAt(at + 1))) {
                var end = closing(text, at);
                sql.append(expand(fragment(text.substring(at + 1, end))));
                at = end;
            } else {
                sql.append(letter);
            }
            at++;
        }
        return sql.toString();
    }

    private static int closing(String text, int opening) {
        var depth = 0;
        for (var i = opening; ; i++) {
            depth += text.charAt(i) == '{' ? 1 : text.charAt(i) == '}' ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
    }

    private static String fragment(String call) {
        var end = 0;
        while (end < call.length() && Character.isLowerCase(call.charAt(end))) {
            end++;
        }
        var fragment = switch (call.substring(0, end)) {
            case "settings" -> SETTINGS;
            case "variables" -> VARIABLES;
            case "once" -> ONCE;
            case "guard" -> GUARD;
            case "fits" -> FITS;
            case "log" -> LOG;
            case "options" -> OPTIONS;
            case "key" -> KEY;
            case "columns" -> COLUMNS;
            case "source" -> SOURCE;
            case "message" -> MESSAGE;
            case "reference" -> REFERENCE;
            default -> throw new IllegalArgumentException("no fragment is called " + call);
        };
        return fragment.replace("@", call.substring(end).strip());
    }
}
