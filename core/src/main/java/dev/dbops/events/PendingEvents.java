package dev.dbops.events;

import dev.dbops.postgres.Database;
import java.util.ArrayList;
import java.util.List;

/** Counts the events after a position. */
public final class PendingEvents {
    private static final String COUNT = """
        SELECT schema_name, table_name,
               coalesce(sum(events) FILTER (WHERE op = 'c'), 0), coalesce(sum(events) FILTER (WHERE op = 'u'), 0),
               coalesce(sum(events) FILTER (WHERE op = 'd'), 0), coalesce(sum(events) FILTER (WHERE op = 't'), 0),
               coalesce(sum(events) FILTER (WHERE op = 'r'), 0), coalesce(sum(events) FILTER (WHERE op = 's'), 0)
          FROM (SELECT schema_name, table_name, op, {count} AS events FROM dbops.event_log WHERE {window}{filter}) AS unread
         GROUP BY schema_name, table_name
         ORDER BY schema_name, table_name
        """;

    private final Database database;

    public PendingEvents(Database database) {
        this.database = database;
    }

    /** Returns the number of events of each table after the position that match the filter. */
    public List<TableEvents> count(Position position, EventFilter filter) {
        List<Object> parameters = new ArrayList<>();
        var events = UnreadEvents.count(position, parameters);
        var window = UnreadEvents.condition(position, parameters);
        return database.query(
                COUNT.replace("{count}", events)
                        .replace("{window}", window)
                        .replace("{filter}", FilterSql.and(filter, parameters)),
                row -> new TableEvents(
                        row.getString(1),
                        row.getString(2),
                        row.getLong(3),
                        row.getLong(4),
                        row.getLong(5),
                        row.getLong(6),
                        row.getLong(7),
                        row.getLong(8)),
                parameters.toArray());
    }
}
