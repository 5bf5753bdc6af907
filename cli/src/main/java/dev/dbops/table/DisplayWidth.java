package dev.dbops.table;

/** The width of text on a terminal, in columns. ASCII, the usual case, needs no tables of Unicode. */
public final class DisplayWidth {
    /** Stands for what was cut off; one column wide. */
    public static final String ELLIPSIS = "\u2026";

    private static final int FIRST_WIDE_OR_COMBINING = 0x300;

    private DisplayWidth() {}

    /** The width of one line without control characters. */
    public static int of(String line) {
        for (var i = 0; i < line.length(); i++) {
            if (line.charAt(i) >= FIRST_WIDE_OR_COMBINING) {
                return GraphemeWidth.of(line);
            }
        }
        return line.length();
    }

    /**
     * The beginning of the line with an ellipsis, or the whole line when it fits. A character is never cut into its
     * parts, such as a letter and its accent.
     *
     * @param width at least 1
     */
    public static String cut(String line, int width) {
        // no character is wider than two columns for one UTF-16 unit
        if (line.length() <= width / 2 || of(line) <= width) {
            return line;
        }
        return prefix(line, width - 1).stripTrailing() + ELLIPSIS;
    }

    private static String prefix(String line, int width) {
        for (var i = 0; i < Math.min(line.length(), width + 1); i++) {
            if (line.charAt(i) >= FIRST_WIDE_OR_COMBINING) {
                return GraphemeWidth.prefix(line, width);
            }
        }
        return line.substring(0, width);
    }

    /** The text, padded with spaces to the width. */
    static String padded(String text, int width, boolean toTheRight) {
        var spaces = " ".repeat(Math.max(0, width - of(text)));
        return toTheRight ? spaces + text : text + spaces;
    }
}
