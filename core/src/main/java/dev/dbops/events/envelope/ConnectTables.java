package dev.dbops.events.envelope;

import dev.dbops.events.Event;
import dev.dbops.events.NameMap;
import dev.dbops.events.capture.InstalledCapture;
import dev.dbops.events.capture.TriggerKind;
import dev.dbops.events.connect.CatalogColumn;
import dev.dbops.events.connect.ColumnType;
import dev.dbops.events.connect.ConnectType;
import dev.dbops.events.connect.PlainType;
import dev.dbops.postgres.Database;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

/** Looks up the tables of events, each once. */
final class ConnectTables {
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

    private final Database database;
    private final NameMap names;
    private final Function<ColumnType, ConnectType> types;
    private final DebeziumSchema schemas;
    private final Map<String, ConnectTable> tables = new HashMap<>();

    /**
     * @param names the names of the tables in events
     * @param types the types of columns
     * @param topics the names of schemas begin with those of topics
     */
    ConnectTables(Database database, NameMap names, Function<ColumnType, ConnectType> types, DebeziumTopics topics) {
        this.database = database;
        this.names = names;
        this.types = types;
        this.schemas = new DebeziumSchema(topics);
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
            var found = CatalogColumn.read(database, source.schema(), source.table());
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
    private void merge(Map<String, ConnectType> columns, CatalogColumn column) {
        var type = types.apply(column.type());
        columns.merge(column.name(), type, (one, other) -> one.equals(other) ? one : PlainType.STRING);
    }
}
