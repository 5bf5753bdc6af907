package dev.dbops.events.envelope;

import dev.dbops.events.Event;
import dev.dbops.events.NameMap;
import dev.dbops.events.capture.InstalledCapture;
import dev.dbops.events.capture.TriggerKind;
import dev.dbops.events.connect.ColumnType;
import dev.dbops.events.connect.ConnectType;
import dev.dbops.events.connect.PlainType;
import dev.dbops.postgres.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

/** Looks up the tables of events, each once. */
final class ConnectTables {
    /** A domain may be based on domains; its values are those of the base type. */
    private static final String COLUMNS = """
        SELECT c.oid::bigint, a.attname,
               CASE WHEN base.name IN ('citext', 'hstore', 'ltree') OR base.space = 'pg_catalog'::regnamespace THEN base.name ELSE '' END,
               base.is_array, base.modifier,
               coalesce((SELECT string_agg(e.enumlabel, ',' ORDER BY e.enumsortorder) FROM pg_enum AS e
                          WHERE e.enumtypid = base.type), '')
          FROM pg_class AS c
          JOIN pg_namespace AS n ON n.oid = c.relnamespace
          JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
         CROSS JOIN LATERAL (
               WITH RECURSIVE made (type, of, modifier) AS (
                   SELECT a.atttypid, t.typbasetype, CASE WHEN t.typtype = 'd' THEN t.typtypmod ELSE a.atttypmod END
                     FROM pg_type AS t WHERE t.oid = a.atttypid
                   UNION ALL
                   SELECT t.oid, t.typbasetype, CASE WHEN t.typtype = 'd' THEN t.typtypmod ELSE made.modifier END
                     FROM made JOIN pg_type AS t ON t.oid = made.of
               )
               SELECT coalesce(e.oid, t.oid) AS type, coalesce(e.typname, t.typname) AS name,
                      coalesce(e.typnamespace, t.typnamespace) AS space, e.oid IS NOT NULL AS is_array, made.modifier
                 FROM made
                 JOIN pg_type AS t ON t.oid = made.type
                 LEFT JOIN pg_type AS e ON e.oid = t.typelem AND e.typarray = t.oid
                WHERE made.of = 0) AS base
         WHERE n.nspname = ? AND c.relname = ? AND c.relkind IN ('r', 'p')
         ORDER BY a.attnum
        """;

    /** The columns of unique indexes, the primary key first. */
    private static final String KEYS = """
        SELECT i.indexrelid::bigint, a.attname
          FROM pg_index AS i
         CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY AS k (number, place)
          JOIN pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = k.number
         WHERE i.indrelid = ?::bigint AND i.indisunique AND k.place <= i.indnkeyatts
         ORDER BY i.indisprimary DESC, i.indexrelid, k.place
        """;

    private static final String CLOCK = "SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint";

    private static final String MAY_READ_CAPTURE =
            "SELECT coalesce(has_table_privilege(to_regclass('dbops.capture'), 'SELECT'), false)";

    private record Found(long table, String name, ConnectType type) {}

    private final Database database;
    private final NameMap names;
    private final Function<ColumnType, ConnectType> types;
    private final DebeziumSchema schemas;
    private final Map<String, ConnectTable> tables = new HashMap<>();

    /**
     * @param names the names of the tables in events
     * @param types the types of columns
     */
    ConnectTables(Database database, NameMap names, Function<ColumnType, ConnectType> types) {
        this.database = database;
        this.names = names;
        this.types = types;
        this.schemas = new DebeziumSchema(new DebeziumTopics(database.target().database()));
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
        var keys = new LinkedHashMap<Long, List<String>>();
        for (var source : names.sources(schema, table)) {
            var found = database.query(
                    COLUMNS,
                    row -> new Found(row.getLong(1), row.getString(2), types.apply(columnType(row))),
                    source.schema(),
                    source.table());
            if (!found.isEmpty()) {
                var kept = captured(found.getFirst().table());
                database.query(
                        KEYS,
                        row -> keys.computeIfAbsent(row.getLong(1), _ -> new ArrayList<>())
                                .add(row.getString(2)),
                        found.getFirst().table());
                for (var column : found) {
                    merge(columns, column);
                    if (kept.test(column.name())) {
                        merge(captured, column);
                    }
                }
            }
        }
        return new ConnectTable(
                columns, captured, List.copyOf(keys.values()), schemas.of(schema, table, captured), micros);
    }

    private static ColumnType columnType(ResultSet row) throws SQLException {
        return new ColumnType(row.getString(3), row.getBoolean(4), row.getInt(5), row.getString(6));
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
        columns.merge(column.name(), column.type(), (one, other) -> one.equals(other) ? one : PlainType.STRING);
    }
}
