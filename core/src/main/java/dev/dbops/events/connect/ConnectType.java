package dev.dbops.events.connect;

import dev.dbops.text.Utf8Buffer;
import tools.jackson.core.JsonParser;

/** The type of a field in a Kafka Connect schema. Two types are equal if their schemas are. */
public interface ConnectType {
    /** Appends the members of the schema that JsonConverter reads, from its type on, without braces. */
    void appendSchema(boolean optional, Utf8Buffer out);

    /**
     * Returns whether the parser's current value fits this type. A null fits all types. The parser stays at the value,
     * or moves to its end.
     *
     * @param row the JSON that the parser reads
     */
    boolean takes(JsonParser value, String row);

    /**
     * Appends a value that fits, as JsonConverter reads it. The parser moves to the end of the value.
     *
     * @param row the JSON that the parser reads
     */
    void append(JsonParser value, String row, Utf8Buffer out);
}
