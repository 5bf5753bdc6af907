package dev.dbops.events.capture;

/** Puts the fragments of SQL that the capture functions have in common into them. */
final class CaptureTemplate {
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
            wants_before boolean := TG_ARGV[3] LIKE 'full%';
            single bigint := CASE WHEN TG_ARGV[3] LIKE '%packed' THEN 100 END;
            logged bigint;
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

    /** Whether the columns that are encoded are what they were. */
    private static final String FITS = """
        IF TG_ARGV[4] <> '' THEN
                SELECT count(*) = cardinality(TG_ARGV[5]::text[]) INTO fits
                  FROM pg_attribute AS a
                 WHERE a.attrelid = TG_RELID AND a.attname = ANY (TG_ARGV[5]::name[]) AND NOT a.attisdropped
                   AND format_type(a.atttypid, NULL)
                       = (TG_ARGV[6]::text[])[array_position(TG_ARGV[5]::text[], a.attname::text)];
                IF NOT fits THEN
                    RAISE WARNING 'dbops: the columns of %.% have changed; values of json, jsonb and arrays may be captured inexactly',
                        source_schema, source_table USING HINT = 'run db-ops triggers-install again';
                END IF;
            END IF;\
        """;

    private static final String OPTIONS = " CROSS JOIN (SELECT $1 AS source_schema, $2 AS source_table, $3 AS keys,"
            + " $4 AS kept, $5 AS dropped, $6 AS wants_before, $7 AS origin) AS options";

    private static final String LOG = "@;";

    private static final String LOG_ENCODED = """
        {fits}
            IF fits THEN
                {encode @};
            ELSE
                @;
            END IF;\
        """;

    /**
     * What a large statement has behind its first rows. A pack has numbers that follow each other: where other sessions
     * take some at the same time again and again, its rows are logged one by one. The last row of the query, which has no
     * operation, ends the last pack.
     */
    private static final String PACK = """
        GET DIAGNOSTICS logged = ROW_COUNT;
            IF logged >= single THEN
                {pack_rows @}
            END IF;\
        """;

    private static final String PACK_ENCODED = """
        GET DIAGNOSTICS logged = ROW_COUNT;
            IF logged >= single AND fits THEN
                {pack_encoded @}
            ELSIF logged >= single THEN
                {pack_rows @}
            END IF;\
        """;

    private static final String PACK_ROWS = """
        DECLARE
                event record;
                packed int := 0;
                bytes bigint := 0;
                pack_op "char";
                gone jsonb[] := '{}';
                befores jsonb[] := '{}';
                afters jsonb[] := '{}';
                first_number bigint;
                last_number bigint;
            BEGIN
                FOR event IN
                @query
                LOOP
                    IF packed > 0 AND (packed = 500 OR bytes > 500000 OR event.op IS DISTINCT FROM pack_op) THEN
                        FOR attempt IN 1..3 LOOP
                            SELECT min(number), max(number) INTO first_number, last_number
                              FROM (SELECT nextval('dbops.event_seq') AS number FROM generate_series(1, packed)) AS taken;
                            EXIT WHEN last_number - first_number = packed - 1;
                        END LOOP;
                        IF packed > 1 AND last_number - first_number = packed - 1 THEN
                            INSERT INTO dbops.event_log (seq, schema_name, table_name, op, origin,
                                   packed, packed_bytes, key_columns, keys, befores, afters)
                            VALUES (last_number, source_schema, source_table, pack_op, origin,
                                   packed, bytes, keys, nullif(gone, '{}'), nullif(befores, '{}'), nullif(afters, '{}'));
                        ELSE
                            INSERT INTO dbops.event_log (schema_name, table_name, op, key, before, after, origin)
                            SELECT source_schema, source_table, pack_op, coalesce(p.key, {key coalesce(p.after, p.before)}),
                                   p.before, p.after, origin
                              FROM unnest(gone, befores, afters) WITH ORDINALITY AS p (key, before, after, i)
                             ORDER BY p.i;
                        END IF;
                        packed := 0;
                        bytes := 0;
                        gone := '{}';
                        befores := '{}';
                        afters := '{}';
                    END IF;
                    EXIT WHEN event.op IS NULL;
                    pack_op := event.op;
                    packed := packed + 1;
                    @each
                END LOOP;
            END;\
        """;

    private static final String IMAGES = """
        IF TG_OP <> 'INSERT' THEN
                old_image := to_jsonb(OLD);
            END IF;
            IF TG_OP <> 'DELETE' THEN
                new_image := to_jsonb(NEW);
            END IF;\
        """;

    private static final String IMAGES_ENCODED = """
        {fits}
            IF TG_OP <> 'INSERT' THEN
                IF fits THEN
                    old_image := (SELECT {encode to_jsonb(dbops_row)/*encoded*/} FROM (SELECT OLD.*) AS dbops_row);
                ELSE
                    old_image := to_jsonb(OLD);
                END IF;
            END IF;
            IF TG_OP <> 'DELETE' THEN
                IF fits THEN
                    new_image := (SELECT {encode to_jsonb(dbops_row)/*encoded*/} FROM (SELECT NEW.*) AS dbops_row);
                ELSE
                    new_image := to_jsonb(NEW);
                END IF;
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

    private static final String QUOTE = "$capture$";

    /** Stands for the encoding while fragments are put in: names of columns may look like fragments. */
    private static final String ENCODING = "\uE000";

    private final String encoding;

    /**
     * @param encoding what is to stand behind {@code to_jsonb(dbops_row)}; empty when nothing is
     */
    CaptureTemplate(String encoding) {
        this.encoding = encoding;
    }

    /** Puts the fragments in: {@code {name argument}}, where the argument may have fragments of its own. */
    String expand(String text) {
        return quoted(fragments(text)).replace(ENCODING, encoding);
    }

    /** The bodies of the functions in quotes that do not stand in the names of columns. */
    private String quoted(String sql) {
        var quote = QUOTE;
        for (var number = 1; encoding.contains(quote); number++) {
            quote = "$capture_" + number + "$";
        }
        return sql.replace(QUOTE, quote);
    }

    private String fragments(String text) {
        var sql = new StringBuilder();
        var at = 0;
        while (at < text.length()) {
            var letter = text.charAt(at);
            if (letter == '{' && Character.isLowerCase(text.charAt(at + 1))) {
                var end = closing(text, at);
                sql.append(fragments(fragment(text.substring(at + 1, end))));
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

    private static String packRows(String argument) {
        var each = argument.indexOf("EACH");
        return PACK_ROWS
                .replace("@query", argument.substring(0, each).strip())
                .replace("@each", argument.substring(each + "EACH".length()).strip());
    }

    private String fragment(String call) {
        var end = 0;
        while (end < call.length() && (Character.isLowerCase(call.charAt(end)) || call.charAt(end) == '_')) {
            end++;
        }
        var fragment = switch (call.substring(0, end)) {
            case "settings" -> SETTINGS;
            case "variables" -> VARIABLES;
            case "once" -> ONCE;
            case "guard" -> GUARD;
            case "fits" -> FITS;
            case "log" -> encoding.isEmpty() ? LOG : LOG_ENCODED;
            case "pack" -> encoding.isEmpty() ? PACK : PACK_ENCODED;
            case "pack_rows" -> packRows(call.substring(end).strip());
            case "pack_encoded" -> packRows(call.substring(end).strip().replace("/*encoded*/", ENCODING));
            case "images" -> encoding.isEmpty() ? IMAGES : IMAGES_ENCODED;
            case "encode" -> "@";
            case "options" -> OPTIONS;
            case "key" -> KEY;
            case "columns" -> COLUMNS;
            case "source" -> SOURCE;
            case "message" -> MESSAGE;
            case "reference" -> REFERENCE;
            default -> throw new IllegalArgumentException("no fragment is called " + call);
        };
        var argument = call.substring(end).strip();
        return fragment.replace("@", call.startsWith("encode") ? argument.replace("/*encoded*/", ENCODING) : argument);
    }
}
