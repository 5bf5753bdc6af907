package dev.dbops.aws.dataapi;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the text of a row, which contains the text of each value as the server writes it (PostgreSQL documentation,
 * section 8.16.6): {@code (a,,"b, ""c""")}, where nothing between commas is NULL.
 */
final class RecordText {
    private final String text;
    private int at = 1;

    private RecordText(String text) {
        this.text = text;
    }

    /**
     * Reads the values.
     *
     * @param columns their number: the text of no column is that of one that is NULL
     */
    static List<Optional<String>> values(String row, int columns) {
        var reader = new RecordText(row);
        var values = new ArrayList<Optional<String>>();
        while (values.size() < columns) {
            values.add(reader.value());
            reader.at++;
        }
        return values;
    }

    private Optional<String> value() {
        if (isEnd()) {
            return Optional.empty();
        }
        var value = new StringBuilder();
        var quoted = false;
        while (quoted || !isEnd()) {
            var letter = text.charAt(at++);
            if (letter == '"' && quoted && text.charAt(at) == '"') {
                value.append(text.charAt(at++));
            } else if (letter == '"') {
                quoted = !quoted;
            } else if (letter == '\\') {
                value.append(text.charAt(at++));
            } else {
                value.append(letter);
            }
        }
        return Optional.of(value.toString());
    }

    private boolean isEnd() {
        return text.charAt(at) == ',' || text.charAt(at) == ')';
    }
}
