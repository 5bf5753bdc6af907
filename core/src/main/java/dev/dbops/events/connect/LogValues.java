package dev.dbops.events.connect;

import dev.dbops.text.Utf8Buffer;
import java.time.DateTimeException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Writes values of Kafka Connect and Debezium as the log has them: the reverse of {@link ConnectType#append}.
 *
 * <p>Some values can be read in one way only if the column is known: an array in a string, a bit in a boolean, an hstore
 * in JSON.
 */
public final class LogValues {
    private static final String DECIMAL = "org.apache.kafka.connect.data.Decimal";
    private static final String BITS = "io.debezium.data.Bits";
    private static final String VARIABLE_SCALE = "io.debezium.data.VariableScaleDecimal";
    private static final String POINT = "io.debezium.data.geometry.Point";
    private static final int NO_LENGTH = Integer.MAX_VALUE;

    private static final Set<String> VECTORS = Set.of("int2vector", "oidvector");
    private static final Set<String> NOT_NUMBERS = Set.of("NaN", "Infinity", "-Infinity");

    private final boolean strict;

    /**
     * @param strict whether a value that does not fit its schema is refused; otherwise it is copied, as an event without
     *     a schema may have text in any column
     */
    public LogValues(boolean strict) {
        this.strict = strict;
    }

    /**
     * Appends the parser's current value. The parser moves to its end.
     *
     * @param json what the parser reads
     * @param field the schema of the value
     * @param column its column; {@link ColumnType#UNKNOWN} if it is not known
     * @throws IllegalArgumentException when it does not fit its schema
     */
    public void append(JsonParser value, String json, FieldSchema field, ColumnType column, Utf8Buffer out) {
        switch (value.currentToken()) {
            case VALUE_NULL -> out.append("null");
            case START_ARRAY -> appendArray(value, json, field, column, out);
            case START_OBJECT ->
                object(PlainType.text(value, json), field, column).appendTo(out);
            default -> scalar(value, field, column).as(column).appendTo(out);
        }
    }

    private void appendArray(JsonParser value, String json, FieldSchema field, ColumnType column, Utf8Buffer out) {
        var items = field.element();
        if (!column.isArray() && VECTORS.contains(column.name())) {
            out.appendQuoted(LiteralWriter.vector(value, json));
            return;
        }
        if (items == FieldSchema.NONE && !column.isArray()) {
            out.append(PlainType.text(value, json));
            return;
        }
        if (items.name().equals(FieldSchema.JSON) || column.isArray() && column.isJson()) {
            out.appendQuoted(LiteralWriter.array(value, json, column.name().equals("hstore")));
            return;
        }
        var element = column.element();
        out.append('[');
        var separator = "";
        while (value.nextToken() != JsonToken.END_ARRAY) {
            out.append(separator);
            append(value, json, items, element, out);
            separator = ", ";
        }
        out.append(']');
    }

    private LogScalar object(String object, FieldSchema field, ColumnType column) {
        var copied = LogScalar.json(object);
        return switch (field.name()) {
            case VARIABLE_SCALE -> fitting(copied, () -> LogScalar.json(variableScale(object)));
            case POINT -> fitting(copied, () -> LogScalar.string(LiteralWriter.point(object)));
            default ->
                column.name().equals("hstore") && !column.isArray()
                        ? LogScalar.string(LiteralWriter.hstore(object))
                        : copied;
        };
    }

    private LogScalar fitting(LogScalar copied, Supplier<LogScalar> decoded) {
        try {
            return decoded.get();
        } catch (DateTimeException | ArithmeticException | IllegalArgumentException e) {
            if (strict) {
                throw new IllegalArgumentException(e);
            }
            return copied;
        }
    }

    private static String variableScale(String object) {
        var members = texts(object);
        return BytesDecoder.decimal(members.get("value"), Integer.parseInt(members.get("scale")));
    }

    private static Map<String, String> texts(String object) {
        var found = new HashMap<>(Map.of("value", "", "scale", ""));
        try (var parser = ReceivedJson.parser(object)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                var name = parser.currentName();
                if (parser.nextToken().isScalarValue() && found.containsKey(name)) {
                    found.put(name, parser.getString());
                }
                parser.skipChildren();
            }
        }
        return found;
    }

    private LogScalar scalar(JsonParser value, FieldSchema field, ColumnType column) {
        var token = value.currentToken();
        var text = value.getString();
        var copied = new LogScalar(token == JsonToken.VALUE_STRING, text);
        return fitting(copied, () -> {
            requireType(token, text, field);
            if (field.type().equals("bytes")) {
                return bytes(text, field, column);
            }
            return TimeDecoder.decode(field.name(), text).map(LogScalar::string).orElse(copied);
        });
    }

    private static LogScalar bytes(String text, FieldSchema field, ColumnType column) {
        return switch (field.name()) {
            case DECIMAL -> LogScalar.json(BytesDecoder.decimal(text, field.parameter("scale", 0)));
            case BITS -> {
                var length = column.name().equals("varbit") ? NO_LENGTH : field.parameter("length", NO_LENGTH);
                yield LogScalar.string(BytesDecoder.bits(text, length));
            }
            default -> LogScalar.string(BytesDecoder.bytea(text));
        };
    }

    private static void requireType(JsonToken token, String text, FieldSchema field) {
        var fits = switch (field.type()) {
            case "boolean" -> token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE;
            case "int8", "int16", "int32", "int64" -> token == JsonToken.VALUE_NUMBER_INT;
            // JSON has no infinite numbers, and Debezium's converter writes them as text
            case "float", "double" -> token.isNumeric() || NOT_NUMBERS.contains(text);
            case "string", "bytes" -> token == JsonToken.VALUE_STRING;
            case "" -> true;
            default -> false;
        };
        if (!fits) {
            throw new IllegalArgumentException(field.type());
        }
    }
}
