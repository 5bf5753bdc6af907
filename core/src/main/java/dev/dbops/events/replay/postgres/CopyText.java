package dev.dbops.events.replay.postgres;

/**
 * Writes the images of rows in the text format of COPY (PostgreSQL documentation, COPY, File Formats). The text of each value
 * is the one that the server would take from the JSON.
 */
final class CopyText {
    private static final int HEX = 16;

    private final MemberPlaces places = new MemberPlaces();
    private StringBuilder line = new StringBuilder();

    /**
     * Appends a row.
     *
     * @param image a JSON object, as the server writes a jsonb
     * @param columns the column of each member; null for one that is left out
     * @return false, and the lines have a part of the row, if a value is one that only the server can convert
     */
    boolean append(String image, TargetTable.Column[] columns, StringBuilder lines) {
        if (!places.find(image) || places.size() != columns.length) {
            return false;
        }
        line = lines;
        var isFirst = true;
        for (var member = 0; member < columns.length; member++) {
            if (columns[member] == null) {
                continue;
            }
            if (!isFirst) {
                line.append('\t');
            }
            isFirst = false;
            if (!value(image, places.valueAt(member), places.endOfValue(image, member), columns[member])) {
                return false;
            }
        }
        line.append('\n');
        return true;
    }

    private boolean value(String image, int begin, int end, TargetTable.Column column) {
        switch (image.charAt(begin)) {
            case '"' -> string(image, begin + 1, end - 1, false);
            case 'n' -> line.append("\\N");
            case '[', '{' -> {
                if (column.holdsJson()) {
                    escaped(image, begin, end);
                    return true;
                }
                return column.isPlainArray() && array(image, begin, end);
            }
            default -> line.append(image, begin, end);
        }
        return true;
    }

    /** Appends JSON as it is. It has no character that COPY would not take as it is, except for backslashes. */
    private void escaped(String image, int begin, int end) {
        var from = begin;
        for (var at = image.indexOf('\\', begin, end); at >= 0; at = image.indexOf('\\', at + 1, end)) {
            line.append(image, from, at + 1).append('\\');
            from = at + 1;
        }
        line.append(image, from, end);
    }

    /** Appends the characters of a JSON string, in an array with the array's own backslashes. */
    private void string(String image, int begin, int end, boolean isElement) {
        var from = begin;
        for (var at = image.indexOf('\\', begin, end); at >= 0; at = image.indexOf('\\', from, end)) {
            line.append(image, from, at);
            var letter = image.charAt(at + 1);
            from = at + 2;
            if (letter == 'u') {
                from = at + 6;
                character((char) Integer.parseInt(image, at + 2, from, HEX), isElement);
            } else {
                character(unescaped(letter), isElement);
            }
        }
        line.append(image, from, end);
    }

    private static char unescaped(char letter) {
        return switch (letter) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> letter;
        };
    }

    private void character(char letter, boolean isElement) {
        if (isElement && (letter == '"' || letter == '\\')) {
            line.append("\\\\");
        }
        switch (letter) {
            case '\n' -> line.append("\\n");
            case '\r' -> line.append("\\r");
            case '\t' -> line.append("\\t");
            case '\\' -> line.append("\\\\");
            default -> line.append(letter);
        }
    }

    /** Appends an array as the server reads one (PostgreSQL documentation, section 8.15.6); false if it has objects. */
    private boolean array(String image, int begin, int end) {
        for (var at = begin; at < end; at++) {
            switch (image.charAt(at)) {
                case '[' -> line.append('{');
                case ']' -> line.append('}');
                case '{' -> {
                    return false;
                }
                case '"' -> {
                    var close = MemberPlaces.closingQuote(image, at + 1);
                    line.append('"');
                    string(image, at + 1, close, true);
                    line.append('"');
                    at = close;
                }
                case 'n' -> {
                    line.append("NULL");
                    at += "null".length() - 1;
                }
                default -> line.append(image.charAt(at));
            }
        }
        return true;
    }
}
