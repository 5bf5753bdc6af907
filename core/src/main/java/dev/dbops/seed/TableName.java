package dev.dbops.seed;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * The name of a table as SQL reads it: {@code table}, {@code schema.table}, {@code "My Table"}.
 *
 * @param schema the schema's name, or an empty string when the search path is to decide
 * @param table the table's name, as the catalog has it
 */
public record TableName(String schema, String table) {
    private static final String HINT =
            "write table, schema.table, or quote what is more than letters, digits and _:" + " '\"My Table\"=FILE'";

    /**
     * Reads a name by the server's rules (PostgreSQL documentation, section 4.1.1): without quotes, capitals are folded
     * and only letters, digits, {@code _} and {@code $} are possible. A key word needs no quotes here.
     *
     * @throws OpsException of kind USAGE when it is no name
     */
    public static TableName parse(String text) {
        var parts = new Parser(text).parts();
        return switch (parts.size()) {
            case 1 -> new TableName("", parts.getFirst());
            case 2 -> new TableName(parts.getFirst(), parts.getLast());
            default -> throw fault(text, "it has more parts than schema and table");
        };
    }

    private static OpsException fault(String text, String reason) {
        return new OpsException(Kind.USAGE, "\"%s\" is no table name: %s".formatted(text, reason), HINT);
    }

    /** As {@link #parse} reads it. */
    @Override
    public String toString() {
        return schema.isEmpty() ? quoteIfNeeded(table) : quoteIfNeeded(schema) + "." + quoteIfNeeded(table);
    }

    private static String quoteIfNeeded(String name) {
        for (var i = 0; i < name.length(); i++) {
            var letter = name.charAt(i);
            if (letter >= 'A' && letter <= 'Z' || !Parser.isPart(letter, i == 0)) {
                return '"' + name.replace("\"", "\"\"") + '"';
            }
        }
        return name;
    }

    /** Takes a name apart. */
    private static final class Parser {
        private final String text;
        private int at;

        Parser(String text) {
            this.text = text;
        }

        List<String> parts() {
            var parts = new ArrayList<String>();
            do {
                parts.add(at < text.length() && text.charAt(at) == '"' ? quoted() : plain());
            } while (at < text.length() && text.charAt(at++) == '.');
            return parts;
        }

        private String quoted() {
            var name = new StringBuilder();
            at++;
            while (at < text.length()) {
                var next = text.charAt(at++);
                if (next != '"') {
                    name.append(next);
                } else if (at < text.length() && text.charAt(at) == '"') {
                    name.append('"');
                    at++;
                } else {
                    return ended(name);
                }
            }
            throw fault(text, "a quote is not closed");
        }

        private String plain() {
            var name = new StringBuilder();
            while (at < text.length() && isPart(text.charAt(at), name.isEmpty())) {
                var next = text.charAt(at++);
                // ASCII only, as the server does with a database in UTF-8.
                name.append(next >= 'A' && next <= 'Z' ? (char) (next - 'A' + 'a') : next);
            }
            return ended(name);
        }

        private String ended(StringBuilder name) {
            if (at < text.length() && text.charAt(at) != '.') {
                throw fault(text, "'%s' needs quotes".formatted(text.charAt(at)));
            }
            if (name.isEmpty() || name.indexOf("\0") >= 0) {
                throw fault(text, "a part of it is empty");
            }
            return name.toString();
        }

        private static boolean isPart(char letter, boolean first) {
            return letter >= 'a' && letter <= 'z'
                    || letter >= 'A' && letter <= 'Z'
                    || letter == '_'
                    || letter >= 0x80
                    || !first && (letter >= '0' && letter <= '9' || letter == '$');
        }
    }
}
