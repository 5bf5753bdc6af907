package dev.dbops.events.inbox;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.events.Event;
import dev.dbops.events.NameMap;
import dev.dbops.events.Operation;
import dev.dbops.events.envelope.LogJson;
import dev.dbops.events.received.ReceivedEvent;
import dev.dbops.events.received.ReceivedEvent.Content;
import dev.dbops.events.replay.postgres.JsonNames;
import dev.dbops.events.replay.postgres.TargetTable;
import dev.dbops.events.replay.postgres.TargetTables;
import dev.dbops.postgres.Database;
import java.util.Collection;
import java.util.List;
import java.util.StringJoiner;
import tools.jackson.core.JsonToken;

/** Prepares received events for their tables in the target. */
final class Arrivals {
    private final NameMap names;
    private final TargetTables tables;
    private final JsonNames jsonNames = new JsonNames();

    Arrivals(NameMap names, TargetTables tables) {
        this.names = names;
        this.tables = tables;
    }

    /** Returns whether all tables of the events were looked up. */
    boolean know(List<ReceivedEvent> events) {
        for (var received : events) {
            var event = names.apply(received.event());
            if (!tables.knows(event.schema(), event.table())) {
                return false;
            }
        }
        return true;
    }

    /**
     * Returns the event with the names of the target and with its key.
     *
     * @param database a connection, for tables that were not looked up
     * @throws OpsException of kind FAILED when the target has no such table, or the inbox cannot tell its rows apart
     */
    Arrival prepare(Database database, ReceivedEvent received) {
        if (received.content() == Content.REFERENCE) {
            throw new OpsException(
                    Kind.FAILED,
                    "event %s is a reference: it is too large for its message".formatted(received.id()),
                    "read it from the log of its database");
        }
        var event = names.apply(received.event());
        var table = tables.require(database, event.schema(), event.table());
        if (received.content() == Content.WITHOUT_KEY && event.operation() != Operation.TRUNCATE) {
            event = withKey(event, table);
        }
        if (!event.key().isEmpty()) {
            requirePlain(database, table, jsonNames.of(event.key()));
        }
        return new Arrival(received, event, table.quoted());
    }

    /** Debezium's form of an event does not say which columns are the key: they are those of the target's key. */
    private static Event withKey(Event event, TargetTable table) {
        if (table.uniqueKeys().isEmpty()) {
            return event;
        }
        var key = members(
                event.after().isEmpty() ? event.before() : event.after(),
                table.uniqueKeys().getFirst());
        return new Event(
                event.seq(),
                event.xid(),
                event.micros(),
                event.schema(),
                event.table(),
                event.operation(),
                key,
                event.before(),
                event.after(),
                event.origin());
    }

    /** Returns an object with these members of the row. */
    private static String members(String row, Collection<String> wanted) {
        var object = new StringJoiner(", ", "{", "}");
        try (var parser = LogJson.members(row)) {
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                var isWanted = wanted.contains(parser.currentName());
                var begin = (int) parser.currentTokenLocation().getCharOffset();
                parser.nextToken();
                parser.skipChildren();
                if (parser.currentToken() == JsonToken.VALUE_STRING) {
                    parser.getStringLength(); // reads the string to its end
                }
                if (isWanted) {
                    object.add(
                            row.substring(begin, (int) parser.currentLocation().getCharOffset()));
                }
            }
        }
        return object.toString();
    }

    /** The keys of a row must be equal in JSON, whatever their text. */
    private static void requirePlain(Database database, TargetTable table, Collection<String> key) {
        for (var name : key) {
            var column = table.columns().get(name);
            if (column != null && !column.isPlain()) {
                throw new OpsException(
                        Kind.FAILED,
                        "the key of table %s of database \"%s\" has column %s of type %s, whose equal values may have several texts: it is unknown which events are of one row"
                                .formatted(
                                        table.quoted(), database.target().database(), column.quoted(), column.type()),
                        "events in the order of the log do not have this limit: db-ops events-replay --to"
                                + " postgresql://...");
            }
        }
    }
}
