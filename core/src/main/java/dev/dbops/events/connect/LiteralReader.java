package dev.dbops.events.connect;

/** Reads the text of a value that consists of other texts: an array, an hstore. */
final class LiteralReader {
    private final String text;
    private int next;

    LiteralReader(String text) {
        this.text = text;
    }

    /** Skips this text if it is next. */
    boolean skips(String expected) {
        if (!text.startsWith(expected, next)) {
            return false;
        }
        next += expected.length();
        return true;
    }

    /** @throws IllegalArgumentException when this text is not next */
    void require(String expected) {
        if (!skips(expected)) {
            throw new IllegalArgumentException(text);
        }
    }

    boolean isAtEnd() {
        return next == text.length();
    }

    boolean isAtQuote() {
        return next < text.length() && text.charAt(next) == '"';
    }

    /** Reads a text in quotes, in which a backslash comes before a quote or a backslash. */
    String quoted() {
        require("\"");
        var value = new StringBuilder();
        while (!skips("\"")) {
            skips("\\");
            if (isAtEnd()) {
                throw new IllegalArgumentException(text);
            }
            value.append(text.charAt(next++));
        }
        return value.toString();
    }

    /** Reads up to a comma or a closing brace. */
    String unquoted() {
        var begin = next;
        while (next < text.length() && text.charAt(next) != ',' && text.charAt(next) != '}') {
            next++;
        }
        return text.substring(begin, next);
    }
}
