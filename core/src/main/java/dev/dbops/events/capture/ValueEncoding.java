package dev.dbops.events.capture;

/** The SQL for values that to_jsonb would not keep. */
final class ValueEncoding {
    private ValueEncoding() {}

    /**
     * Returns the text, as a JSON string, of a value that to_jsonb would not keep; otherwise null. Works for columns of
     * any type.
     */
    static String of(String encoding, String value) {
        return switch (encoding) {
            case "jsonb" ->
                "CASE WHEN jsonb_typeof(to_jsonb(@)) NOT IN ('object', 'array') THEN to_jsonb(@::text) END"
                        .replace("@", value);
            case "array" -> "CASE WHEN left(@::text, 1) = '[' THEN to_jsonb(@::text) END".replace("@", value);
            default -> "to_jsonb(" + value + "::text)";
        };
    }

    /** Returns the part of an image for one column, as a format of its name, by its encoding; empty for none. */
    static String format(String encoding) {
        var value = "dbops_row.%1$I";
        var image = switch (encoding) {
            case "" -> value;
            case "jsonb", "array" -> "coalesce(%s, to_jsonb(%s))".formatted(of(encoding, value), value);
            default -> of(encoding, value);
        };
        return "jsonb_build_object(%1$L, " + image + ")";
    }
}
