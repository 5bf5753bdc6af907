package dev.dbops.events.connect;

import dev.dbops.text.Utf8Buffer;
import java.time.DateTimeException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** A type with a meaning, which its schema names: {@code io.debezium.time.Date}. */
final class SemanticType implements ConnectType {
    /** Turns the text of a value into JSON. */
    interface Encoder {
        /** For types that have another schema only. */
        Encoder TEXT = (text, out) -> out.appendQuoted(text);

        /**
         * Appends the value.
         *
         * @throws DateTimeException when it does not fit; or an ArithmeticException or IllegalArgumentException
         */
        void append(String text, Utf8Buffer out);
    }

    private final String type;
    private final String rest;
    private final Encoder encoder;
    private final Utf8Buffer scratch = new Utf8Buffer();

    private SemanticType(String type, String rest, Encoder encoder) {
        this.type = type;
        this.rest = rest;
        this.encoder = encoder;
    }

    /** A type without a name. */
    static SemanticType of(String type, Encoder encoder) {
        return new SemanticType("\"type\": \"" + type + "\"", "", encoder);
    }

    /** A type with a name, in version 1. */
    static SemanticType of(String type, String name, Encoder encoder) {
        return of(type, name, "", encoder);
    }

    /**
     * A type with a name, in version 1, and parameters.
     *
     * @param parameters as JSON
     */
    static SemanticType of(String type, String name, String parameters, Encoder encoder) {
        var more = parameters.isEmpty() ? "" : ", \"parameters\": " + parameters;
        return new SemanticType("\"type\": \"" + type + "\"", named(name) + more, encoder);
    }

    /**
     * A struct.
     *
     * @param fields the schemas of its fields, as JSON
     */
    static SemanticType struct(String fields, String name, String description, Encoder encoder) {
        return new SemanticType(
                "\"type\": \"struct\", \"fields\": " + fields,
                named(name) + ", \"doc\": \"" + description + "\"",
                encoder);
    }

    /** An array that the log has as the text of the whole array. */
    SemanticType arrayInText() {
        var schema = new Utf8Buffer().append("\"type\": \"array\", \"items\": {");
        appendSchema(true, schema);
        return new SemanticType(
                schema.append('}').toString(), "", (text, out) -> LiteralTypes.appendArray(text, encoder, out));
    }

    private static String named(String name) {
        return ", \"name\": \"" + name + "\", \"version\": 1";
    }

    @Override
    public void appendSchema(boolean optional, Utf8Buffer out) {
        out.append(type).append(", \"optional\": ").append(optional ? "true" : "false");
        out.append(rest);
    }

    @Override
    public boolean takes(JsonParser value, String row) {
        if (value.currentToken() == JsonToken.VALUE_NULL) {
            return true;
        }
        var text = PlainType.text(value, row);
        scratch.clear();
        try {
            encoder.append(text, scratch);
            return true;
        } catch (DateTimeException | ArithmeticException | IllegalArgumentException _) {
            return false;
        }
    }

    @Override
    public void append(JsonParser value, String row, Utf8Buffer out) {
        if (value.currentToken() == JsonToken.VALUE_NULL) {
            out.append("null");
        } else {
            encoder.append(PlainType.text(value, row), out);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SemanticType that && type.equals(that.type) && rest.equals(that.rest);
    }

    @Override
    public int hashCode() {
        return 31 * type.hashCode() + rest.hashCode();
    }
}
