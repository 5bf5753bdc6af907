package dev.dbops.events.capture;

import java.util.ArrayList;
import java.util.List;

/** What the capture functions have in common. */
final class CaptureFragments {
    /** Values become the same text whatever a session has set; operators and functions are those of the server. */
    static final String SEARCH_PATH = "SET search_path = pg_catalog, pg_temp";

    /** What functions for all tables have pinned on them. */
    static String pinned() {
        var pinned = new ArrayList<>(List.of(SEARCH_PATH, NO_COMPILER, ONE_PLAN, JOINS));
        for (var setting : ValueSetting.values()) {
            pinned.add(setting.pinned());
        }
        return String.join(" ", pinned);
    }

    /** A compiler would be asked again for each small statement that follows a large one. */
    static final String NO_COMPILER = "SET jit = off";

    /**
     * A session plans a statement for the number of rows that it meets first, and here comes one row or a million. Planned
     * anew each time, one row took 300 µs instead of 50.
     */
    static final String ONE_PLAN = "SET plan_cache_mode = force_generic_plan";

    /**
     * A nested loop, chosen for one row, would compare all rows of a large statement with all; a hash table is made in the
     * size of the first statement.
     */
    static final String JOINS = "SET enable_nestloop = off SET enable_hashjoin = off";

    /**
     * Where other triggers fire for each row, ours is of that kind too, with a name that makes it the first: in its first
     * call it logs all rows of the statement, before another trigger can change one of them again. A setting of the
     * transaction counts the calls that follow; what rolls back rows rolls it back too.
     */
    static final String ONCE = """
        setting := format('dbops.rows_%s_%s_%s', TG_RELID, TG_OP, pg_trigger_depth());
            following := coalesce(nullif(current_setting(setting, true), '')::bigint, 0);
            PERFORM set_config(
                setting, ((CASE WHEN following > 0 THEN following ELSE (SELECT count(*) FROM @) END) - 1)::text, true);
            IF following > 0 THEN
                RETURN NULL;
            END IF;\
        """;

    private static final String GUARD = """
        IF current_setting('dbops.replay', true) = 'on' OR to_regclass('dbops.event_log') IS NULL
                    OR to_regclass('dbops.event_log_default') IS NULL OR to_regclass('dbops.event_seq') IS NULL THEN
                IF current_setting('dbops.replay', true) IS DISTINCT FROM 'on' THEN
                    RAISE WARNING 'dbops: a change of %.% is not captured: parts of the event log are missing',
                        TG_TABLE_SCHEMA, TG_TABLE_NAME
                        USING HINT = 'db-ops triggers-install makes them anew, db-ops triggers-remove ends the capture';
                END IF;
                RETURN NULL;
            END IF;\
        """;

    private static final String ORIGIN = "nullif(current_setting('dbops.origin', true), '')";

    /** Columns that came after the triggers and need an encoding: their part of an image, else null. */
    private static final String FIND_ADDED = """
        IF has_column_privilege(@table, @number::int2, 'SELECT') IS NOT NULL THEN
                SELECT string_agg(format(CASE column_added.encoding WHEN 'jsonb' THEN @jsonb WHEN 'array' THEN @array
                                              ELSE @text END, column_added.name), '')
                  INTO added
                  FROM (@encoded) AS column_added (name, type, encoding);
            END IF;\
        """;

    static final String MESSAGE_SOURCE = """
        'event_type', CASE event.op WHEN 'c' THEN 'INSERT' WHEN 'u' THEN 'UPDATE' WHEN 'd' THEN 'DELETE' ELSE 'TRUNCATE' END,\
         'source', jsonb_build_object('database', current_database(), 'schema', source_schema, 'table', source_table,\
         'txid', event.xid::text::bigint, 'seq', event.seq)\
        """;

    static final String MESSAGE = """
        jsonb_build_object({message_source}, 'payload',\
         jsonb_build_object('key', event.key, 'before', event.before, 'after', event.after))::text\
        """;

    static final String REFERENCE = "jsonb_build_object({message_source}, 'reference', true)::text";

    /**
     * What a large statement has behind its first rows. One sum bounds the images' bytes and, since each event counts for a
     * thousand more, how many there are: a pack takes one number, and has all those since the one before. The last row of
     * the query, which has no operation, ends the last pack.
     */
    private static final String PACKS = """
        GET DIAGNOSTICS logged = ROW_COUNT;
            IF logged >= @first THEN
                DECLARE
                    event record;
                    pack_op "char";
                    weight bigint := 0;
                    packed int;
                    @declared
                BEGIN
                    FOR event IN
                        @query
                    LOOP
                        IF weight > 500000 OR event.op IS DISTINCT FROM pack_op THEN
                            packed := greatest(@sizes);
                            IF packed > 0 THEN
                                INSERT INTO dbops.event_log (schema_name, table_name, op, origin,
                                       packed, packed_bytes, key_columns, @columns)
                                VALUES (TG_TABLE_SCHEMA, TG_TABLE_NAME, pack_op, {origin},
                                       packed, weight - 1000 * packed, {key_columns}, @values);
                            END IF;
                            EXIT WHEN event.op IS NULL;
                            pack_op := event.op;
                            weight := 0;
                            @emptied
                        END IF;
                        @each
                    END LOOP;
                END;
            END IF;\
        """;

    private CaptureFragments() {}

    /** A template with those that need nothing of a table. */
    static CaptureTemplate common() {
        return new CaptureTemplate().fragment("guard", GUARD).fragment("origin", ORIGIN);
    }

    /**
     * Sets the variable {@code added}.
     *
     * @param table SQL for the table's oid
     */
    static String findAdded(int number, String table) {
        return FIND_ADDED
                .replace("@table", table)
                .replace("@number", Integer.toString(number))
                .replace("@jsonb", CapturedValues.literal(CapturedValues.addedFormat("jsonb")))
                .replace("@array", CapturedValues.literal(CapturedValues.addedFormat("array")))
                .replace("@text", CapturedValues.literal(CapturedValues.addedFormat("text")))
                .replace("@encoded", CaptureCatalog.encodedFrom(number, table).strip());
    }

    /**
     * The block that logs a statement's other rows in packs.
     *
     * @param argument the names of the arrays that it fills, then the query on the lines that follow, then EACH and what
     *     is to be done with each row
     * @param first how many are logged already
     */
    static String packs(String argument, int first) {
        var line = argument.indexOf('\n');
        var each = argument.indexOf("EACH");
        var arrays = List.of(argument.substring(0, line).strip().split(" "));
        return PACKS.replace("@first", Integer.toString(first))
                .replace("@declared", each(arrays, "%s %s[] := '{}';", "\n            "))
                .replace("@emptied", each(arrays, "%s := '{}';", "\n                    "))
                .replace("@sizes", each(arrays, "cardinality(%s)", ", "))
                .replace("@columns", String.join(", ", arrays))
                .replace("@values", each(arrays, "CASE WHEN cardinality(%s) > 0 THEN %1$s END", ", "))
                .replace("@query", argument.substring(line, each).strip())
                .replace("@each", argument.substring(each + "EACH".length()).strip());
    }

    private static String each(List<String> arrays, String format, String separator) {
        return String.join(
                separator,
                arrays.stream()
                        .map(array -> format.formatted(array, type(array)))
                        .toList());
    }

    /** Rows are written as JSON in less time than as jsonb. */
    private static String type(String array) {
        return array.equals("created") ? "json" : "jsonb";
    }
}
