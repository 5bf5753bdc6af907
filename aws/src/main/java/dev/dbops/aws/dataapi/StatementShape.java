package dev.dbops.aws.dataapi;

import dev.dbops.aws.dataapi.SqlWords.Word;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A statement, with the way in which it is sent.
 *
 * @param sql its text, without a semicolon at its end
 * @param kind its kind
 * @param main where the statement proper begins, after the list of a WITH
 * @param words its words
 */
record StatementShape(String sql, Kind kind, int main, List<Word> words) {
    private static final Set<String> QUERIES = Set.of("select", "values", "table");
    private static final Set<String> CHANGES = Set.of("insert", "update", "delete", "merge");
    /** Words between the verb and the object in the server's command tags. */
    private static final Set<String> MODIFIERS = Set.of(
            "or",
            "replace",
            "global",
            "local",
            "temp",
            "temporary",
            "unlogged",
            "recursive",
            "unique",
            "trusted",
            "procedural",
            "constraint",
            "default",
            "concurrently");

    private static final Set<String> OBJECTS = Set.of("create", "alter", "drop");

    /** The kinds of statements. */
    enum Kind {
        /** No statement at all. */
        EMPTY,
        /** Only reads. */
        QUERY,
        /** Changes rows in its WITH, and returns rows. */
        CHANGING_QUERY,
        /** Changes rows and returns them. */
        RETURNING,
        /** All others. */
        PLAIN,
        BEGIN,
        COMMIT,
        ROLLBACK,
        /** COPY with the client's data. */
        COPY
    }

    static StatementShape of(String text) {
        var words = SqlWords.of(text);
        var sql = withoutEnd(text);
        if (words.isEmpty()) {
            return new StatementShape(sql, sql.isBlank() ? Kind.EMPTY : Kind.PLAIN, 0, words);
        }
        var main = words.getFirst().text().equals("with") ? main(words) : words.getFirst();
        return new StatementShape(sql, kind(main, words), main == words.getFirst() ? 0 : main.start(), words);
    }

    /** The text up to the semicolon at its end, which is neither in a string nor in a comment. */
    private static String withoutEnd(String text) {
        var letters = text.toCharArray();
        for (var i = 0; i < letters.length; i++) {
            var end = SqlWords.lastOfQuoted(letters, i);
            if (end == i && letters[i] == ';' && SqlWords.of(text.substring(i)).isEmpty()) {
                return text.substring(0, i);
            }
            i = end;
        }
        return text;
    }

    private static Word main(List<Word> words) {
        return words.stream()
                .filter(word -> word.depth() == 0 && (QUERIES.contains(word.text()) || CHANGES.contains(word.text())))
                .findFirst()
                .orElse(words.getFirst());
    }

    private static Kind kind(Word main, List<Word> words) {
        var verb = main.text();
        if (QUERIES.contains(verb)) {
            if (hasAtTop(words, "into") && verb.equals("select")) {
                return Kind.PLAIN;
            }
            return words.stream().anyMatch(word -> word.afterParenthesis() && CHANGES.contains(word.text()))
                    ? Kind.CHANGING_QUERY
                    : Kind.QUERY;
        }
        if (CHANGES.contains(verb)) {
            return hasAtTop(words, "returning") ? Kind.RETURNING : Kind.PLAIN;
        }
        return switch (verb) {
            case "begin", "start" -> Kind.BEGIN;
            case "commit", "end" -> Kind.COMMIT;
            case "rollback", "abort" -> hasAtTop(words, "to") ? Kind.PLAIN : Kind.ROLLBACK;
            case "copy" -> hasAtTop(words, "stdin") || hasAtTop(words, "stdout") ? Kind.COPY : Kind.PLAIN;
            default -> Kind.PLAIN;
        };
    }

    private static boolean hasAtTop(List<Word> words, String text) {
        return words.stream().anyMatch(word -> word.depth() == 0 && word.text().equals(text));
    }

    /** The text before the statement proper: empty, or the list of a WITH. */
    String list() {
        return sql.substring(0, main);
    }

    /** Returns whether it has a list of a WITH. */
    boolean hasList() {
        return main > 0;
    }

    /** Returns whether the server may refuse it inside a transaction, and it needs no session of its own. */
    boolean mayBeAlone() {
        return kind == Kind.PLAIN;
    }

    /**
     * The server's command tag.
     *
     * @param count the number of changed rows
     */
    String tag(long count) {
        var verb = words.stream()
                .filter(word -> word.start() >= main)
                .findFirst()
                .map(Word::text)
                .orElse("");
        var upper = verb.toUpperCase(Locale.ROOT);
        if (verb.equals("insert")) {
            return "INSERT 0 " + count;
        }
        if (CHANGES.contains(verb) || QUERIES.contains(verb)) {
            return (QUERIES.contains(verb) ? "SELECT " : upper + " ") + count;
        }
        if (verb.equals("truncate")) {
            return "TRUNCATE TABLE";
        }
        return OBJECTS.contains(verb) ? upper + " " + object() : upper;
    }

    private String object() {
        var name = words.stream()
                .skip(1)
                .map(Word::text)
                .filter(word -> !MODIFIERS.contains(word))
                .limit(2)
                .toList();
        if (name.isEmpty()) {
            return "";
        }
        var two = name.size() > 1
                && switch (name.getFirst()) {
                    case "materialized", "foreign", "event", "text", "access", "user", "operator" ->
                        Set.of("view", "table", "data", "trigger", "search", "method", "mapping", "class", "family")
                                .contains(name.get(1));
                    default -> false;
                };
        return (two ? String.join(" ", name) : name.getFirst()).toUpperCase(Locale.ROOT);
    }
}
