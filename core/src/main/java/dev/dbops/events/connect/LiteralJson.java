package dev.dbops.events.connect;

import dev.dbops.text.Utf8Buffer;
import tools.jackson.core.JsonToken;

/** Turns values that the log has as PostgreSQL's text, though they consist of others, into JSON. */
public final class LiteralJson {
    private LiteralJson() {}

    /**
     * Returns the JSON of a string of the log.
     *
     * @param text the string, of a column whose values consist of others: an array, json, hstore, a composite type; or
     *     whose type is not known
     * @throws IllegalArgumentException when an array does not begin at 1, or has several dimensions, or the text is not
     *     one of the type
     */
    public static String of(String text, ColumnType column) {
        if (column.isArray()) {
            return array(text, column);
        }
        return switch (column.name()) {
            case "hstore" -> hstore(text);
            case "int2vector", "oidvector" -> "[" + text.strip().replace(' ', ',') + "]";
            case "record" -> quoted(text);
            default -> isJson(text) ? text : quoted(text);
        };
    }

    private static String array(String text, ColumnType column) {
        if (text.startsWith("[") && isJson(text)) {
            return text;
        }
        var element = column.element();
        var out = new Utf8Buffer();
        LiteralTypes.appendArray(
                text,
                (each, buffer) -> {
                    if (element.isJson()) {
                        buffer.append(of(each, element));
                    } else {
                        LogScalar.string(each).as(element).appendTo(buffer);
                    }
                },
                out);
        return out.toString();
    }

    private static String hstore(String text) {
        var out = new Utf8Buffer();
        LiteralTypes.appendHstore(text, out);
        // the string of a JSON object
        try (var parser = ReceivedJson.parser(out.toString())) {
            parser.nextToken();
            return parser.getString();
        }
    }

    private static String quoted(String text) {
        return new Utf8Buffer().appendQuoted(text).toString();
    }

    private static boolean isJson(String text) {
        for (var first : JsonToken.values()) {
            if ((first.isScalarValue() || first.isStructStart()) && ReceivedJson.is(first, text)) {
                return true;
            }
        }
        return false;
    }
}
