package dev.dbops.redshift.standin;

import dev.dbops.redshift.standin.SqlToken.Kind;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The patterns that statements are matched with.
 *
 * <p>A word in upper case is a keyword, text in single quotes a symbol. {@code <rule>} is a rule, {@code [ ]} an optional
 * part, {@code { }} a part that is repeated any number of times, {@code ( a | b )} a choice, of which the first
 * alternative that fits is taken; a repetition takes as much as it can.
 */
final class Grammar {
    /** No match. */
    static final int NONE = -1;

    private static final Set<String> RESERVED = Set.of(
            "AND",
            "AS",
            "CASE",
            "CAST",
            "CHECK",
            "CONSTRAINT",
            "CREATE",
            "DEFAULT",
            "DELETE",
            "DISTINCT",
            "ELSE",
            "END",
            "FALSE",
            "FOR",
            "FOREIGN",
            "FROM",
            "GROUP",
            "HAVING",
            "IN",
            "INNER",
            "INSERT",
            "INTO",
            "IS",
            "JOIN",
            "LEFT",
            "LIMIT",
            "NOT",
            "NULL",
            "ON",
            "OR",
            "ORDER",
            "PRIMARY",
            "SELECT",
            "SET",
            "TABLE",
            "THEN",
            "TRUE",
            "UNION",
            "UNIQUE",
            "UPDATE",
            "USING",
            "VALUES",
            "WHEN",
            "WHERE");

    private final Map<String, Part> rules = new HashMap<>();

    /** A part of a pattern; returns the index after its match that begins at a token, or {@link #NONE}. */
    @FunctionalInterface
    interface Part {
        int match(List<SqlToken> tokens, int at);
    }

    /**
     * Reads rules.
     *
     * @param text each rule in a line: its name, an equals sign, its pattern
     */
    Grammar(String text) {
        one("name", token -> token.kind() == Kind.NAME || isFreeWord(token));
        one("string", token -> token.kind() == Kind.STRING);
        one("number", token -> token.kind() == Kind.NUMBER);
        one("parameter", token -> token.kind() == Kind.PARAMETER);
        text.lines().filter(line -> !line.isBlank()).forEach(line -> {
            var rule = line.split(" = ", 2);
            rules.put(rule[0].strip(), pattern(rule[1]));
        });
    }

    /** Compiles a pattern. */
    Part pattern(String text) {
        return new PatternReader(text, this::rule).read();
    }

    /** Returns whether a pattern covers all tokens; a semicolon at the end is allowed. */
    static boolean covers(Part pattern, List<SqlToken> tokens) {
        var end = pattern.match(tokens, 0);
        var last = tokens.size() - 1;
        return end == tokens.size()
                || end >= 0 && end == last && tokens.get(last).isSymbol(";");
    }

    private Part rule(String name) {
        // rules refer to rules that follow them
        return (tokens, at) -> rules.get(name).match(tokens, at);
    }

    private void one(String name, java.util.function.Predicate<SqlToken> test) {
        rules.put(name, (tokens, at) -> at < tokens.size() && test.test(tokens.get(at)) ? at + 1 : NONE);
    }

    private static boolean isFreeWord(SqlToken token) {
        return token.kind() == Kind.WORD && !RESERVED.contains(token.text().toUpperCase(Locale.ROOT));
    }
}
