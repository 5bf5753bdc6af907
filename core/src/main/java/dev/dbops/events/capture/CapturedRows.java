package dev.dbops.events.capture;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.events.TextArray;
import dev.dbops.events.capture.CapturedTable.EncodedColumn;
import dev.dbops.postgres.Database;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The parts of the SQL that reads the rows of a captured table with the key and the image that an INSERT of the row would
 * have in the log. They are written for a session with {@link #SETTINGS}.
 *
 * @param oid the table's OID
 * @param schema the schema that its events have
 * @param name the name that its events have
 * @param table the table as {@code new}, as an item of FROM
 * @param condition the condition of its triggers
 * @param joined the rows of a query at {@link #ROWS}, as an item of FROM for the key and the image
 * @param typed an expression of the table's row type without a row
 * @param key the key, as jsonb; null for a table without a key
 * @param image the image, as jsonb
 * @param keyColumns the columns of the key whose order is that of its index; empty if rows are not read in an order
 * @param estimatedRows the number of rows, by the server's statistics
 */
public record CapturedRows(
        long oid,
        String schema,
        String name,
        String table,
        String condition,
        String joined,
        String typed,
        String key,
        String image,
        List<KeyColumn> keyColumns,
        long estimatedRows) {
    /**
     * Values have the same text as in the capture functions. Row-level security that hides rows becomes an error. Servers
     * before 17 have no transaction_timeout.
     */
    public static final String SETTINGS = FunctionSettings.ofSession() + "; SET row_security = off; SET jit = off;"
            + " SET idle_in_transaction_session_timeout = 0; SET statement_timeout = 0;"
            + " SELECT set_config(name, '0', false) FROM pg_settings WHERE name = 'transaction_timeout'";

    /**
     * A column of a key.
     *
     * @param name its name
     * @param type its type, quoted, with its schema
     */
    public record KeyColumn(String name, String type) {
        /** Returns the name as an identifier. */
        public String quoted() {
            return CapturedValues.identifier(name);
        }

        /** Returns a value of its type. */
        public String constant(String text) {
            return CapturedValues.literal(text) + "::" + type;
        }
    }

    /**
     * Each column of the key with its type. Comparisons of rows use the default order of the type and the collation of
     * the column, so the key must be unique in this order.
     */
    private static final String KEY_COLUMNS = """
        SELECT a.attname, format('%I.%I', n.nspname, t.typname)
          FROM unnest(?::text[]) WITH ORDINALITY AS k (name, place)
          JOIN pg_attribute AS a ON a.attrelid = ?::bigint::oid AND a.attname = k.name
          JOIN pg_type AS t ON t.oid = a.atttypid
          JOIN pg_namespace AS n ON n.oid = t.typnamespace
         WHERE EXISTS (
               SELECT
                 FROM pg_index AS i
                 JOIN pg_class AS c ON c.oid = i.indexrelid
                 JOIN pg_am AS m ON m.oid = c.relam AND m.amname = 'btree'
                CROSS JOIN LATERAL (
                      SELECT array_agg(a.attname::text ORDER BY p.place) AS names,
                             bool_and(o.opcdefault AND i.indcollation[p.place - 1] = a.attcollation) AS plain
                        FROM unnest(i.indkey::int2[]) WITH ORDINALITY AS p (attnum, place)
                        JOIN pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = p.attnum
                        JOIN pg_opclass AS o ON o.oid = i.indclass[p.place - 1]
                       WHERE p.place <= i.indnkeyatts) AS c2
                WHERE i.indrelid = ?::bigint::oid AND i.indisunique AND i.indisvalid AND i.indimmediate
                  AND i.indpred IS NULL AND i.indexprs IS NULL
                  AND c2.names = ?::text[] AND c2.plain)
         ORDER BY k.place
        """;

    /** As the planner estimates: by the statistics, and the present size. A partitioned table has the rows of its parts. */
    private static final String ESTIMATE = """
        SELECT coalesce(sum(CASE WHEN c.relpages > 0 AND c.reltuples >= 0 THEN c.reltuples / c.relpages ELSE 60 END
                            * (pg_relation_size(c.oid) / current_setting('block_size')::int)), 0)::bigint
          FROM (SELECT relid FROM pg_partition_tree(?::bigint::oid) UNION SELECT ?::bigint::oid) AS part (oid)
          JOIN pg_class AS c ON c.oid = part.oid AND c.relkind = 'r'
        """;

    /** The condition of the trigger for inserts, with the schemas of its names. */
    private static final String CONDITION = """
        SELECT pg_get_triggerdef(oid)
          FROM pg_trigger
         WHERE tgrelid = ?::bigint::oid AND NOT tgisinternal AND tgqual IS NOT NULL
           AND tgname IN ('dbops_capture_insert', '!dbops_capture_insert')
        """;

    /** The place of the query for the rows in {@link #joined}. */
    private static final String ROWS = "${rows}";

    private static final String WHEN = " WHEN (";
    private static final String EXECUTE = ") EXECUTE FUNCTION ";

    /** Returns the captured tables that exist, in the order of their names. */
    public static List<CapturedRows> list(Database database) {
        var captures = new HashMap<Long, InstalledCapture>();
        for (var capture : InstalledCapture.list(database)) {
            if (capture.kind() == TriggerKind.EVENTS) {
                captures.put(capture.oid(), capture);
            }
        }
        var found = new ArrayList<CapturedRows>();
        for (var table : new TableReader(database).read(captures.keySet()).values()) {
            var capture = captures.get(table.oid());
            requireSameKey(table, capture);
            found.add(of(database, table, CaptureOptions.of(capture.options()), capture.tableName()));
        }
        found.sort((one, other) -> one.title().compareTo(other.title()));
        return found;
    }

    /** Returns the rows of a table whose triggers were just created. */
    static CapturedRows of(Database database, TriggerPlan plan) {
        return of(
                database,
                plan.table(),
                CaptureOptions.of(plan.options()),
                plan.table().title());
    }

    private static CapturedRows of(
            Database database, CapturedTable table, CaptureOptions options, String titleAtInstallation) {
        var values = CapturedValues.inStatement(table, options);
        var quoted = CapturedValues.identifier(table.schema()) + "." + CapturedValues.identifier(table.name());
        var names = titleAtInstallation.split("\\.", 2);
        var hasOldName = table.partitioned() && names.length == 2;
        return new CapturedRows(
                table.oid(),
                hasOldName ? names[0] : table.schema(),
                hasOldName ? names[1] : table.name(),
                (table.partitioned() ? "" : "ONLY ") + quoted + " AS new",
                condition(database, table),
                values.rows(ROWS),
                "NULL::" + quoted,
                key(table, values),
                image(table, values),
                keyColumns(database, table),
                estimate(database, table));
    }

    private static void requireSameKey(CapturedTable table, InstalledCapture capture) {
        var key = capture.facts().getOrDefault(TriggerPlan.KEY, "");
        if (!key.equals(ColumnList.format(table.key()))) {
            throw new OpsException(
                    Kind.REFUSED,
                    "the key of table %s was altered after its triggers were installed".formatted(table.title()),
                    "install them again: db-ops triggers-install --table " + table.title());
        }
    }

    /** Names each column if the conversion of a whole row may fail, as the capture does for such rows. */
    private static String image(CapturedTable table, CapturedValues values) {
        if (!new RiskyColumns(table).areAny()) {
            return values.image();
        }
        return values.keptOf(named(table, table.columns()));
    }

    private static String key(CapturedTable table, CapturedValues values) {
        return new RiskyColumns(table).areAny() && !table.key().isEmpty() ? named(table, table.key()) : values.key();
    }

    private static String named(CapturedTable table, List<String> columns) {
        Map<String, String> encodings =
                table.encoded().stream().collect(Collectors.toMap(EncodedColumn::name, EncodedColumn::encoding));
        return columns.stream()
                .map(column -> ValueEncoding.format(encodings.getOrDefault(column, ""))
                        .replace("%1$I", CapturedValues.identifier(column))
                        .replace("%1$L", CapturedValues.literal(column)))
                .collect(Collectors.joining(" || "));
    }

    private static List<KeyColumn> keyColumns(Database database, CapturedTable table) {
        var key = TextArray.literal(table.key());
        var isEncoded = table.encoded().stream().anyMatch(column -> table.key().contains(column.name()));
        return isEncoded
                ? List.of()
                : database.query(
                        KEY_COLUMNS,
                        row -> new KeyColumn(row.getString(1), row.getString(2)),
                        key,
                        table.oid(),
                        table.oid(),
                        key);
    }

    private static long estimate(Database database, CapturedTable table) {
        return database.query(ESTIMATE, row -> row.getLong(1), table.oid(), table.oid())
                .getFirst();
    }

    private static String condition(Database database, CapturedTable table) {
        return database.query(CONDITION, row -> row.getString(1), table.oid()).stream()
                .map(definition -> definition.substring(
                        definition.indexOf(WHEN) + WHEN.length() - 1, definition.lastIndexOf(EXECUTE) + 1))
                .findFirst()
                .orElse("true");
    }

    /**
     * Returns the rows, as an item of FROM for the key and the image.
     *
     * @param range a condition on {@code new}, after AND; empty for all rows
     */
    public String from(String range) {
        return joined.replace(ROWS, "(SELECT new.* FROM " + table + " WHERE " + condition + range + ")");
    }

    /** The name for users. */
    public String title() {
        return schema + "." + name;
    }
}
