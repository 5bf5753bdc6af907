package dev.dbops.events.connect;

import dev.dbops.text.Utf8Buffer;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * An array of one dimension. Others do not fit, and neither do arrays that do not begin at 1, which the log has as text.
 *
 * @param element the type of its elements
 */
record ArrayType(ConnectType element) implements ConnectType {
    @Override
    public void appendSchema(boolean optional, Utf8Buffer out) {
        out.append("\"type\": \"array\", \"items\": {");
        element.appendSchema(true, out);
        out.append("}, \"optional\": ").append(optional ? "true" : "false");
    }

    @Override
    public boolean takes(JsonParser value, String row) {
        if (value.currentToken() != JsonToken.START_ARRAY) {
            return value.currentToken() == JsonToken.VALUE_NULL;
        }
        var fits = true;
        while (value.nextToken() != JsonToken.END_ARRAY) {
            if (value.currentToken().isStructStart()) {
                value.skipChildren();
                fits = false;
            } else {
                fits &= element.takes(value, row);
            }
        }
        return fits;
    }

    @Override
    public void append(JsonParser value, String row, Utf8Buffer out) {
        if (value.currentToken() == JsonToken.VALUE_NULL) {
            out.append("null");
            return;
        }
        out.append('[');
        var separator = "";
        while (value.nextToken() != JsonToken.END_ARRAY) {
            out.append(separator);
            element.append(value, row, out);
            separator = ", ";
        }
        out.append(']');
    }
}
