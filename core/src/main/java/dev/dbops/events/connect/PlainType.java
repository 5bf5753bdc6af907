package dev.dbops.events.connect;

import dev.dbops.text.Utf8Buffer;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonParser.NumberType;
import tools.jackson.core.JsonToken;

/** The types of Kafka Connect whose values are those of the log; any other value is text. */
public enum PlainType implements ConnectType {
    BOOLEAN("boolean"),
    INT16("int16"),
    INT32("int32"),
    INT64("int64"),
    FLOAT("float"),
    DOUBLE("double"),
    /** Any other type, as text. */
    STRING("string");

    private final String schema;

    PlainType(String title) {
        this.schema = "\"type\": \"" + title + "\", \"optional\": ";
    }

    /** Returns the type of a column. */
    public static PlainType of(ColumnType column) {
        if (column.isArray()) {
            return STRING;
        }
        return switch (column.name()) {
            case "bool" -> BOOLEAN;
            case "int2" -> INT16;
            case "int4" -> INT32;
            case "int8" -> INT64;
            case "float4" -> FLOAT;
            case "float8" -> DOUBLE;
            default -> STRING;
        };
    }

    @Override
    public void appendSchema(boolean optional, Utf8Buffer out) {
        out.append(schema).append(optional ? "true" : "false");
    }

    /** JsonConverter would silently turn a value that does not fit into a zero or a part of it. */
    @Override
    public boolean takes(JsonParser value, String row) {
        var token = value.currentToken();
        if (token == JsonToken.VALUE_NULL || this == STRING) {
            return true;
        }
        if (this == BOOLEAN) {
            return token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE;
        }
        if (this == FLOAT || this == DOUBLE) {
            return (token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT)
                    && Math.abs(value.getDoubleValue()) <= (this == FLOAT ? Float.MAX_VALUE : Double.MAX_VALUE);
        }
        return token == JsonToken.VALUE_NUMBER_INT && takesInteger(value);
    }

    private boolean takesInteger(JsonParser value) {
        var size = value.getNumberType();
        if (this == INT64) {
            return size != NumberType.BIG_INTEGER;
        }
        return size == NumberType.INT && (this == INT32 || value.getIntValue() == (short) value.getIntValue());
    }

    @Override
    public void append(JsonParser value, String row, Utf8Buffer out) {
        if (this == STRING && value.currentToken() != JsonToken.VALUE_NULL) {
            out.appendQuoted(text(value, row));
        } else {
            out.append(value.getString());
        }
    }

    /** Returns the text of a value that is not null, and moves the parser to its end. */
    static String text(JsonParser value, String row) {
        if (!value.currentToken().isStructStart()) {
            return value.getString();
        }
        var begin = (int) value.currentTokenLocation().getCharOffset();
        value.skipChildren();
        return row.substring(begin, (int) value.currentLocation().getCharOffset());
    }
}
