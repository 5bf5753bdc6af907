package dev.dbops.events.received;

import dev.dbops.OpsException;
import dev.dbops.events.connect.ColumnLookup;
import dev.dbops.events.connect.SemanticTypes;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import tools.jackson.core.JsonToken;

/**
 * Reads one event in any form that db-ops writes: its own JSON, and Debezium's form with and without schema, key and
 * types. It detects the form. It also reads the messages of Debezium's own PostgreSQL connector.
 *
 * <p>The result has the JSON of the log. In Debezium's form some types lose information, which stays lost: the zone of a
 * timetz, the months of an interval, zeros at the end of a numeric, zeros in front of a varbit, digits beyond the
 * precision of the option. Some values have a form that depends on their column: arrays in strings, one bit in a boolean,
 * hstore in JSON. They are those of the log only if the columns are known; so are typed values of an event that has no
 * schema.
 *
 * <p>The text may come from anybody. Used by one thread.
 */
public final class EnvelopeReader {
    /** The beginning or the end of a transaction. */
    private static final Set<String> STATES = Set.of("BEGIN", "END");

    private final ColumnLookup tables;
    private final ColumnSchemas schemas;

    /** A reader that knows no columns. */
    public EnvelopeReader() {
        this(ColumnLookup.NONE, Optional.empty());
    }

    /**
     * @param tables finds the columns of the tables that events are for, by the names in the events
     */
    public EnvelopeReader(ColumnLookup tables) {
        this(tables, Optional.empty());
    }

    /**
     * @param tables finds the columns of the tables that events are for, by the names in the events
     * @param types the types of Debezium in which db-ops writes events without a schema: {@code --time-precision},
     *     {@code --decimal-mode}; empty if it writes the values of the log
     */
    public EnvelopeReader(ColumnLookup tables, Optional<SemanticTypes> types) {
        this.tables = tables;
        this.schemas = new ColumnSchemas(types);
    }

    /**
     * Reads an event, or a line with topic, key and value.
     *
     * @param json one JSON value
     * @return the event; empty for a message that is none: a tombstone, the beginning or the end of a transaction, a
     *     heartbeat of Debezium
     * @throws OpsException of kind FAILED when the text is not such a message
     */
    public Optional<ReceivedEvent> read(String json) {
        return read(JsonScan.whole(json, JsonScan.Level.MESSAGE), json, Optional.empty());
    }

    /** Same as {@link #read(String)}, for text in UTF-8. */
    public Optional<ReceivedEvent> read(byte[] json) {
        return read(decode(json));
    }

    /**
     * Reads the value of a message whose key is known. An event in the JSON of db-ops has its own key, and that of the
     * message may be anything.
     *
     * @param json the value, as in {@link #read(String)}; empty for null
     * @param key the key, with or without its schema; empty for null, which a row without a key has
     */
    public Optional<ReceivedEvent> read(String json, String key) {
        return read(json, () -> KeyMessage.read(key));
    }

    /** Same as {@link #read(String, String)}, for text in UTF-8. */
    public Optional<ReceivedEvent> read(byte[] json, byte[] key) {
        return read(decode(json), () -> KeyMessage.read(decode(key)));
    }

    private Optional<ReceivedEvent> read(String json, Supplier<KeyMessage> key) {
        var value = json.isBlank() ? "null" : json;
        var message = JsonScan.whole(value, JsonScan.Level.MESSAGE);
        var hasOwnKey = !message.isObject() || message.has("event_type");
        return read(message, value, hasOwnKey ? Optional.empty() : Optional.of(key.get()));
    }

    /** Returns the text of bytes that are UTF-8. */
    static String decode(byte[] json) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(json))
                    .toString();
        } catch (CharacterCodingException _) {
            throw MalformedEvent.of("the event is not valid UTF-8");
        }
    }

    /**
     * Reads a message whose parts were found.
     *
     * @param json the text that has them
     */
    Optional<ReceivedEvent> read(JsonPart message, String json, Optional<KeyMessage> key) {
        if (message.token() == JsonToken.VALUE_NULL) {
            return Optional.empty();
        }
        if (!message.isObject()) {
            throw MalformedEvent.of("the event is not a JSON object");
        }
        if (message.has("topic") && message.has("value")) {
            return readValue(message.get("value"), json, Optional.of(new KeyMessage(message.get("key"), json)));
        }
        return readValue(message, json, key);
    }

    private Optional<ReceivedEvent> readValue(JsonPart value, String json, Optional<KeyMessage> key) {
        if (value.isNull() || isBetweenEvents(value)) {
            return Optional.empty();
        }
        if (value.has("event_type")) {
            return Optional.of(OwnEvent.read(value, json));
        }
        if (value.has("op")) {
            return Optional.of(new DebeziumEvent(value, json, "", key).read(tables, schemas));
        }
        if (value.has("schema") && value.has("payload")) {
            return readWithSchema(value, json, key);
        }
        throw MalformedEvent.of("the event is neither in the JSON of db-ops nor in Debezium's form");
    }

    private Optional<ReceivedEvent> readWithSchema(JsonPart message, String json, Optional<KeyMessage> key) {
        var payload = message.get("payload");
        if (payload.isNull() || isBetweenEvents(payload)) {
            return Optional.empty();
        }
        if (!payload.has("op")) {
            throw MalformedEvent.missing("payload.op");
        }
        var schema = message.get("schema");
        var text = schema.isNull() ? "" : message.object("schema").json(json);
        return Optional.of(new DebeziumEvent(payload, json, text, key).read(tables, schemas));
    }

    private static boolean isBetweenEvents(JsonPart message) {
        var isTransaction = message.has("id")
                && message.has("event_count")
                && STATES.contains(message.get("status").text());
        return isTransaction || message.members().keySet().equals(Set.of("ts_ms"));
    }
}
