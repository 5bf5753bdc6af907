package dev.dbops.events.capture;

import dev.dbops.events.OidArray;
import dev.dbops.events.TextArray;
import dev.dbops.postgres.Database;
import dev.dbops.postgres.OwnSchema;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A row of dbops.capture: the triggers installed on a table.
 *
 * @param oid the table's OID
 * @param kind the kind of triggers
 * @param tableName the table's name at installation
 * @param options the options, as {@link CaptureOptions#toMap} writes them
 * @param facts the catalog data, as {@link TriggerPlan#facts} writes it
 * @param by the role that installed them
 * @param at the time of installation, in UTC
 */
public record InstalledCapture(
        long oid,
        TriggerKind kind,
        String tableName,
        Map<String, String> options,
        Map<String, String> facts,
        String by,
        String at) {
    private static final String LIST = """
        SELECT table_id::oid::bigint, kind, table_name,
               ARRAY(SELECT key FROM jsonb_each_text(options) ORDER BY key),
               ARRAY(SELECT value FROM jsonb_each_text(options) ORDER BY key),
               ARRAY(SELECT key FROM jsonb_each_text(facts) ORDER BY key),
               ARRAY(SELECT value FROM jsonb_each_text(facts) ORDER BY key),
               installed_by,
               to_char(installed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
          FROM dbops.capture
         ORDER BY table_name, kind
        """;

    private static final String WRITE = """
        INSERT INTO dbops.capture (table_id, kind, table_name, options, facts)
        SELECT plan.table_id::oid, plan.kind, plan.table_name,
               jsonb_object(plan.option_names::text[], plan.option_values::text[]),
               jsonb_object(plan.fact_names::text[], plan.fact_values::text[])
          FROM unnest(?::bigint[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[])
               AS plan (table_id, kind, table_name, option_names, option_values, fact_names, fact_values)
            ON CONFLICT (table_id, kind) DO UPDATE
               SET table_name = excluded.table_name, options = excluded.options, facts = excluded.facts,
                   installed_by = excluded.installed_by, installed_at = excluded.installed_at
        RETURNING EXISTS (SELECT FROM pg_event_trigger WHERE evtname LIKE 'dbops\\_schema\\_%')
                  AND to_regprocedure('dbops.log_schema_changes(text, text, oid[])') IS NOT NULL
        """;

    private static final String FORGET = "DELETE FROM dbops.capture WHERE table_id = ANY (?::oid[]) AND kind = ?";

    /** Returns all rows. */
    public static List<InstalledCapture> list(Database database) {
        return isThere(database) ? database.query(LIST, InstalledCapture::read) : List.of();
    }

    /** Returns whether events have the values of that column. */
    public boolean keeps(String column) {
        var key = facts.getOrDefault(TriggerPlan.KEY, "");
        return CaptureOptions.of(options).keeps(column, key.isEmpty() ? List.of() : ColumnList.parse(key));
    }

    /**
     * Records that plans were carried out, one for each table and kind.
     *
     * @return whether event triggers capture changes of the tables' definitions
     */
    static boolean write(Database database, Collection<TriggerPlan> plans) {
        var capturesSchema = database.query(
                WRITE,
                row -> row.getBoolean(1),
                OidArray.of(plans.stream().map(plan -> plan.table().oid()).toList()),
                array(plans, plan -> plan.kind().word()),
                array(plans, plan -> plan.table().title()),
                array(plans, plan -> TextArray.literal(plan.options().keySet())),
                array(plans, plan -> TextArray.literal(plan.options().values())),
                array(plans, plan -> TextArray.literal(plan.facts().keySet())),
                array(plans, plan -> TextArray.literal(plan.facts().values())));
        return capturesSchema.contains(true);
    }

    private static String array(Collection<TriggerPlan> plans, Function<TriggerPlan, String> value) {
        return TextArray.literal(plans.stream().map(value).toList());
    }

    /** Deletes the records of installations that exist. */
    static void forget(Database database, Collection<Long> oids, TriggerKind kind) {
        if (isThere(database)) {
            database.execute(FORGET, OidArray.of(oids), kind.word());
        }
    }

    private static boolean isThere(Database database) {
        return OwnSchema.has(database, "capture");
    }

    private static InstalledCapture read(ResultSet row) throws SQLException {
        return new InstalledCapture(
                row.getLong(1),
                row.getString(2).equals(TriggerKind.EVENTS.word()) ? TriggerKind.EVENTS : TriggerKind.UPDATED_AT,
                row.getString(3),
                map(texts(row, 4), texts(row, 5)),
                map(texts(row, 6), texts(row, 7)),
                row.getString(8),
                row.getString(9));
    }

    private static List<String> texts(ResultSet row, int column) throws SQLException {
        return List.of((String[]) row.getArray(column).getArray());
    }

    private static Map<String, String> map(List<String> keys, List<String> values) {
        var map = new LinkedHashMap<String, String>();
        var all = new ArrayList<>(values);
        for (var key : keys) {
            map.put(key, all.removeFirst());
        }
        return map;
    }
}
