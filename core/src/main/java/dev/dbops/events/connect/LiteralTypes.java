package dev.dbops.events.connect;

import dev.dbops.events.connect.SemanticType.Encoder;
import dev.dbops.text.Utf8Buffer;

/** The values that the log has as PostgreSQL's text, though they consist of others: hstore, and some arrays. */
final class LiteralTypes {
    private LiteralTypes() {}

    /** Appends an hstore as a string with a JSON object (PostgreSQL documentation, "hstore"). */
    static void appendHstore(String text, Utf8Buffer out) {
        var reader = new LiteralReader(text);
        var object = new Utf8Buffer().append('{');
        while (!reader.isAtEnd()) {
            if (object.length() > 1) {
                reader.require(", ");
                object.append(',');
            }
            object.appendQuoted(reader.quoted()).append(':');
            reader.require("=>");
            if (reader.skips("NULL")) {
                object.append("null");
            } else {
                object.appendQuoted(reader.quoted());
            }
        }
        out.appendQuoted(object.append('}').toString());
    }

    /**
     * Appends an array of one dimension that begins at 1 (PostgreSQL documentation, section 8.15.6).
     *
     * @param element appends an element that is not null
     */
    static void appendArray(String text, Encoder element, Utf8Buffer out) {
        var reader = new LiteralReader(text);
        reader.require("{");
        out.append('[');
        var separator = "";
        while (!reader.skips("}")) {
            if (!separator.isEmpty()) {
                reader.require(",");
            }
            out.append(separator);
            appendElement(reader, element, out);
            separator = ", ";
        }
        if (!reader.isAtEnd()) {
            throw new IllegalArgumentException(text);
        }
        out.append(']');
    }

    private static void appendElement(LiteralReader reader, Encoder element, Utf8Buffer out) {
        if (reader.isAtQuote()) {
            element.append(reader.quoted(), out);
            return;
        }
        var text = reader.unquoted();
        if (text.isEmpty() || text.startsWith("{")) {
            throw new IllegalArgumentException(text);
        }
        if (text.equals("NULL")) {
            out.append("null");
        } else {
            element.append(text, out);
        }
    }
}
