package dev.dbops.events.received;

import dev.dbops.OpsException;
import dev.dbops.events.connect.ReceivedJson;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;

/**
 * Finds the parts of an event in its JSON, in one pass. Rows are not read, but their columns are counted, and must differ
 * from each other.
 *
 * <p>An event that breaks a rule does not end the pass: the events after it in a list can be read.
 */
final class JsonScan implements AutoCloseable {
    /** The columns of a table at most (PostgreSQL documentation, appendix K). */
    private static final int MOST_MEMBERS = 1600;

    private final String json;
    private final JsonParser parser;
    private String fault = "";

    /** Which members of an object are looked into. */
    enum Level {
        /** A message, perhaps with topic, key and value. */
        MESSAGE,
        /** The value of a message. */
        VALUE,
        /** An event: the payload of db-ops or of Debezium. */
        PAYLOAD,
        /** The key of a message, perhaps with its schema. */
        KEY,
        /** Debezium's source, or that of db-ops. */
        SOURCE,
        /** A row. */
        ROW;

        Optional<Level> of(String member) {
            return Optional.ofNullable(
                    switch (this) {
                        case MESSAGE ->
                            switch (member) {
                                case "value" -> VALUE;
                                case "key" -> KEY;
                                default -> VALUE.of(member).orElse(null);
                            };
                        case VALUE ->
                            member.equals("payload")
                                    ? PAYLOAD
                                    : PAYLOAD.of(member).orElse(null);
                        case PAYLOAD ->
                            switch (member) {
                                case "source" -> SOURCE;
                                case "key", "before", "after" -> ROW;
                                default -> null;
                            };
                        case KEY -> member.equals("payload") ? ROW : null;
                        case SOURCE, ROW -> null;
                    });
        }
    }

    JsonScan(String json) {
        this.json = json;
        this.parser = ReceivedJson.parser(json);
    }

    /**
     * Returns the one value of a text.
     *
     * @throws OpsException when it is not JSON, has text after it, or breaks a rule
     */
    static JsonPart whole(String json, Level level) {
        try (var scan = new JsonScan(json)) {
            if (scan.parser.nextToken() == null) {
                throw MalformedEvent.of("the event is empty");
            }
            var part = scan.read(level);
            if (scan.parser.nextToken() != null) {
                throw MalformedEvent.of("the event has text after its end");
            }
            scan.requireNoFault();
            UnsafeCharacters.requireNone(json, 0, json.length());
            return part;
        } catch (JacksonException e) {
            throw notJson("the event", e);
        }
    }

    /** Returns the failure of a text that is not JSON. */
    static OpsException notJson(String subject, JacksonException e) {
        if (e instanceof StreamConstraintsException) {
            return MalformedEvent.of(
                    "%s is nested more than %d levels deep".formatted(subject, ReceivedJson.MOST_LEVELS));
        }
        if (e instanceof UnexpectedEndOfInputException) {
            return MalformedEvent.of(subject + " ends in the middle of its JSON");
        }
        var place = e.getLocation() == null ? 0 : e.getLocation().getCharOffset() + 1;
        return MalformedEvent.of("%s is not valid JSON, near character %d".formatted(subject, place));
    }

    JsonParser parser() {
        return parser;
    }

    /** Fails when a part that was read since the last call breaks a rule. */
    void requireNoFault() {
        var found = fault;
        fault = "";
        if (!found.isEmpty()) {
            throw MalformedEvent.of(found);
        }
    }

    /** Reads the parser's current value, and moves the parser to its end. */
    JsonPart read(Level level) {
        var token = parser.currentToken();
        if (token != JsonToken.START_OBJECT) {
            return other(token);
        }
        var begin = offset();
        var members = level == Level.ROW ? columns() : members(level);
        return new JsonPart(token, "", begin, end(), members);
    }

    private Map<String, JsonPart> members(Level level) {
        var members = new HashMap<String, JsonPart>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            var name = parser.currentName();
            var token = parser.nextToken();
            var inside = level.of(name);
            if (members.size() == MOST_MEMBERS) {
                parser.skipChildren();
                found("has an object of more than %d members".formatted(MOST_MEMBERS));
                continue;
            }
            var part = inside.isPresent() && token == JsonToken.START_OBJECT ? read(inside.get()) : other(token);
            if (members.put(name, part) != null) {
                foundTwice(name);
            }
        }
        return members;
    }

    /** Only looks at the names. */
    private Map<String, JsonPart> columns() {
        var names = new HashSet<String>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            var name = parser.currentName();
            parser.nextToken();
            parser.skipChildren();
            if (names.size() == MOST_MEMBERS) {
                found("has a row of more than %d columns".formatted(MOST_MEMBERS));
            } else if (!names.add(name)) {
                foundTwice(name);
            }
        }
        return Map.of();
    }

    private JsonPart other(JsonToken token) {
        if (!token.isStructStart()) {
            return new JsonPart(token, parser.getString(), 0, 0, Map.of());
        }
        var begin = offset();
        parser.skipChildren();
        return new JsonPart(token, "", begin, end(), Map.of());
    }

    private void foundTwice(String name) {
        found("has \"%s\" twice".formatted(MalformedEvent.shown(name)));
    }

    private void found(String what) {
        if (fault.isEmpty()) {
            fault = "the event " + what;
        }
    }

    /** Where the current token begins. */
    int offset() {
        return (int) parser.currentTokenLocation().getCharOffset();
    }

    /** Where the current object or array ends. */
    int end() {
        return (int) parser.currentLocation().getCharOffset();
    }

    String json() {
        return json;
    }

    @Override
    public void close() {
        parser.close();
    }
}
