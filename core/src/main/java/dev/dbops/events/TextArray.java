package dev.dbops.events;

/** Writes the literal of a text array (PostgreSQL documentation, section 8.15.6). */
public final class TextArray {
    private TextArray() {}

    /** Returns the literal of an array with these elements. */
    public static String literal(Iterable<String> values) {
        var text = new StringBuilder("{");
        for (var value : values) {
            text.append(text.length() == 1 ? "" : ",")
                    .append('"')
                    .append(value.replace("\\", "\\\\").replace("\"", "\\\""))
                    .append('"');
        }
        return text.append('}').toString();
    }
}
