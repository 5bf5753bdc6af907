package dev.dbops.events.envelope;

import dev.dbops.events.Event;
import dev.dbops.events.NameMap;
import dev.dbops.events.capture.InstalledCapture;
import dev.dbops.events.capture.TriggerKind;
import dev.dbops.postgres.Database;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

/** Looks up the tables of events, each once. */
final class ConnectTables {
    /** A domain may be based on domains; its values are those of the base type. */
    private static final String COLUMNS = """
        SELECT c.oid::bigint, a.attname,
               CASE base.type WHEN 'bool'::regtype THEN 'BOOLEAN'
                              WHEN 'int2'::regtype THEN 'INT16'
                              WHEN 'int4'::regtype THEN 'INT32'
                              WHEN 'int8'::regtype THEN 'INT64'
                              WHEN 'float4'::regtype THEN 'FLOAT'
                              WHEN 'float8'::regtype THEN 'DOUBLE'
                              ELSE 'STRING' END
          FROM pg_class AS c
          JOIN pg_namespace AS n ON n.oid = c.relnamespace
          JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
         CROSS JOIN LATERAL (
               WITH RECURSIVE made (type, of) AS (
                   SELECT a.atttypid, t.typbasetype FROM pg_type AS t WHERE t.oid = a.atttypid
                   UNION ALL
                   SELECT t.oid, t.typbasetype FROM made JOIN pg_type AS t ON t.oid = made.of
               )
               SELECT type FROM made WHERE of = 0) AS base
         WHERE n.nspname = ? AND c.relname = ? AND c.relkind IN ('r', 'p')
         ORDER BY a.attnum
        """;

    private static final String CLOCK = "SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint";

    private static final String MAY_READ_CAPTURE =
            "SELECT coalesce(has_table_privilege(to_regclass('dbops.capture'), 'SELECT'), false)";

    private record Found(long table, String name, ConnectType type) {}

    private final Database database;
    private final NameMap names;
    private final DebeziumSchema schemas;
    private final Map<String, ConnectTable> tables = new HashMap<>();

    /**
     * @param names the names of the tables in events
     */
    ConnectTables(Database database, NameMap names) {
        this.database = database;
        this.names = names;
        this.schemas = new DebeziumSchema(database.target().database());
    }

    DebeziumSchema schemas() {
        return schemas;
    }

    /** Returns the table of an event. */
    ConnectTable find(Event event) {
        var known = tables.get(name(event));
        return known == null ? findAgain(event) : known;
    }

    /** Looks the table up again. */
    ConnectTable findAgain(Event event) {
        var table = read(event.schema(), event.table());
        tables.put(name(event), table);
        return table;
    }

    private static String name(Event event) {
        return event.schema() + "\0" + event.table();
    }

    private ConnectTable read(String schema, String table) {
        var micros = database.query(CLOCK, row -> row.getLong(1)).getFirst();
        var columns = new LinkedHashMap<String, ConnectType>();
        var captured = new LinkedHashMap<String, ConnectType>();
        for (var source : names.sources(schema, table)) {
            var found = database.query(
                    COLUMNS,
                    row -> new Found(row.getLong(1), row.getString(2), ConnectType.valueOf(row.getString(3))),
                    source.schema(),
                    source.table());
            if (!found.isEmpty()) {
                var kept = captured(found.getFirst().table());
                for (var column : found) {
                    merge(columns, column);
                    if (kept.test(column.name())) {
                        merge(captured, column);
                    }
                }
            }
        }
        return new ConnectTable(columns, captured, schemas.of(schema, table, captured), micros);
    }

    /** The columns that the triggers keep, as far as the role can see. */
    private Predicate<String> captured(long table) {
        if (database.query(MAY_READ_CAPTURE, row -> row.getBoolean(1)).getFirst()) {
            for (var capture : InstalledCapture.list(database)) {
                if (capture.oid() == table && capture.kind() == TriggerKind.EVENTS) {
                    return capture::keeps;
                }
            }
        }
        return _ -> true;
    }

    /** Several tables may be renamed to one. */
    private static void merge(Map<String, ConnectType> columns, Found column) {
        columns.merge(column.name(), column.type(), (one, other) -> one == other ? one : ConnectType.STRING);
    }
}
