package dev.dbops.events.envelope;

import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonParser.NumberType;
import tools.jackson.core.JsonToken;

/** The Kafka Connect types of columns in a schema, by the names that its JsonConverter reads. */
enum ConnectType {
    BOOLEAN("boolean"),
    INT16("int16"),
    INT32("int32"),
    INT64("int64"),
    FLOAT("float"),
    DOUBLE("double"),
    /** Any other type, as text. */
    STRING("string");

    private final String title;

    ConnectType(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    /**
     * Returns whether the parser's current value fits this type. JsonConverter would silently turn another value into a
     * zero or a part of it.
     */
    boolean takes(JsonParser value) {
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
}
