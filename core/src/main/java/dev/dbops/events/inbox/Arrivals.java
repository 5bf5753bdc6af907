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
    private String database = "";

    Arrivals(NameMap names, TargetTables tables) {
        this.names = names;
        this.tables = tables;
    }

    /** Returns whether all tables of the events were looked up. */
    boolean know(List<ReceivedEvent> events) {
        for (var received : events) {
            var name = names.apply(received.event().schema(), received.event().table());
            if (!tables.knows(name.getFirst(), name.getLast())) {
                return false;
            }
        }
        return true;
    }

    /** Looks up the tables of the events. */
    void lookUp(Database target, List<ReceivedEvent> events) {
        database = target.target().database();
        for (var received : events) {
            var name = names.apply(received.event().schema(), received.event().table());
            tables.find(target, name.getFirst(), name.getLast());
        }
    }

    /**
     * Returns the event with the names of the target and with its key.
     *
     * @param received an event whose table was looked up
     * @throws OpsException of kind FAILED when the target has no such table, or the inbox cannot tell its rows apart
     */
    Arrival prepare(ReceivedEvent received) {
        if (received.content() == Content.REFERENCE) {
            throw new OpsException(
                    Kind.FAILED,
                    "event %s is a reference: it is too large for its message".formatted(received.id()),
                    "read it from the log of its database");
        }
        var event = names.apply(received.event());
        var table = tables.known(event.schema(), event.table(), database);
        if (received.content() == Content.WITHOUT_KEY && event.operation() != Operation.TRUNCATE) {
            event = withKey(event, table);
        }
        if (!event.key().isEmpty()) {
            requirePlain(table, jsonNames.of(event.key()));
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
    private void requirePlain(TargetTable table, Collection<String> key) {
        for (var name : key) {
            var column = table.columns().get(name);
            if (column != null && !column.isPlain()) {
                throw new OpsException(
                        Kind.FAILED,
                        "the key of table %s of database \"%s\" has column %s of type %s, whose equal values may have several texts: it is unknown which events are of one row"
                                .formatted(table.quoted(), database, column.quoted(), column.type()),
                        "events in the order of the log do not have this limit: db-ops events-replay --to"
                                + " postgresql://...");
            }
        }
    }
}
