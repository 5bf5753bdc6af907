package dev.dbops.events.capture;

/** Writes the literal of a text array (PostgreSQL documentation, section 8.15.6). */
final class TextArray {
    private TextArray() {}

    static String literal(Iterable<String> values) {
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
