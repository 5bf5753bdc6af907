package dev.dbops.events.capture;

import java.util.ArrayList;
import java.util.List;

/** SQL shared by the capture functions. */
final class CaptureFragments {
    /**
     * Values get the same text whatever the session's settings are; operators and functions are those of the server.
     */
    static final String SEARCH_PATH = "SET search_path = pg_catalog, pg_temp";

    /** Returns the settings pinned on functions for all tables. */
    static String pinned() {
        var pinned = new ArrayList<>(List.of(SEARCH_PATH, NO_COMPILER, ONE_PLAN, JOINS));
        for (var setting : ValueSetting.values()) {
            pinned.add(setting.pinned());
        }
        return String.join(" ", pinned);
    }

    /** JIT would compile again for each small statement after a large one. */
    static final String NO_COMPILER = "SET jit = off";

    /**
     * A session plans a statement for the first row count that it meets, but a call may have one row or a million. With
     * a new plan for each call, one row took 300 µs instead of 50.
     */
    static final String ONE_PLAN = "SET plan_cache_mode = force_generic_plan";

    /**
     * A nested loop, chosen for one row, would compare all rows of a large statement with all. A hash table would get
     * the size of the first statement.
     */
    static final String JOINS = "SET enable_nestloop = off SET enable_hashjoin = off";

    /**
     * If other triggers fire for each row, the capture trigger is also a row trigger, and its name makes it fire first.
     * Its first call logs all rows of the statement, before another trigger can change one again. A transaction setting
     * counts the following calls; a rollback of the rows also rolls back the setting.
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

    /** For columns that are newer than the triggers and need an encoding: their part of an image, otherwise null. */
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
     * Logs the rows of a large statement after its first rows. One sum limits both the bytes of the images and, since
     * each event adds a thousand, the number of events. A pack takes one number and has all events since the pack
     * before. The last row of the query has no operation and ends the last pack.
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

    /** Returns a template with the fragments that do not depend on a table. */
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
     * Returns the block that logs a statement's remaining rows in packs.
     *
     * @param argument the names of the arrays that it fills, then the query on the lines that follow, then EACH and the
     *     statements for each row
     * @param first the number of rows already logged
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

    /** Writing rows as JSON is faster than as jsonb. */
    private static String type(String array) {
        return array.equals("created") ? "json" : "jsonb";
    }
}
