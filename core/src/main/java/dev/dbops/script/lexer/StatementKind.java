package dev.dbops.script.lexer;

import java.util.Locale;
import java.util.Set;

/**
 * A statement's kind and object from its first words, and its effect on transactions and data.
 *
 * @param name its kind, such as CREATE TABLE
 * @param object its object, such as public.users; empty if there is none in particular
 */
public record StatementKind(String name, String object) {
    /** Words that are part of a kind's name. */
    private static final Set<String> TWO_WORD_VERBS =
            Set.of("create", "drop", "alter", "comment", "refresh", "import", "reassign", "start");

    /** Words between the verb and the kind, or between the kind and the object, that belong to neither. */
    private static final Set<String> FILLERS = Set.of(
            "or",
            "replace",
            "global",
            "local",
            "temp",
            "temporary",
            "unlogged",
            "unique",
            "recursive",
            "if",
            "not",
            "exists",
            "only",
            "concurrently",
            "into",
            "from",
            "on",
            "using",
            "constraint",
            "trusted",
            "procedural");

    /** Kinds of two words. */
    private static final Set<String> SECOND_WORDS =
            Set.of("view", "wrapper", "data", "trigger", "mapping", "method", "object");

    public static StatementKind of(Statement statement) {
        var verb = statement.word(0);
        var name = new StringBuilder(verb);
        var at = 1;
        if (isTwoWordVerb(statement)) {
            at = skipFillers(statement, at);
            name.append(' ').append(statement.word(at));
            at++;
            if (isTwoWordKind(statement, at)) {
                name.append(' ').append(statement.word(at));
                at++;
            }
        }
        return new StatementKind(name.toString().strip().toUpperCase(Locale.ROOT), object(statement, at));
    }

    /** PREPARE alone is followed by the name of the prepared statement. */
    private static boolean isTwoWordVerb(Statement statement) {
        var verb = statement.word(0);
        return verb.equals("prepare") ? statement.word(1).equals("transaction") : TWO_WORD_VERBS.contains(verb);
    }

    private static boolean isTwoWordKind(Statement statement, int at) {
        return switch (statement.word(at - 1)) {
            case "materialized", "foreign", "event", "user", "access", "text", "large" ->
                SECOND_WORDS.contains(statement.word(at)) || statement.word(at).equals("table");
            default -> false;
        };
    }

    private static int skipFillers(Statement statement, int from) {
        var at = from;
        while (FILLERS.contains(statement.word(at))) {
            at++;
        }
        return at;
    }

    /** The name after the kind, with its schema; the words "table" and "schema" may precede it. */
    private static String object(Statement statement, int from) {
        var at = skipFillers(statement, from);
        if (statement.word(at).equals("table")) {
            at = skipFillers(statement, at + 1);
        }
        var name = new StringBuilder();
        while (at < statement.tokens().size() && isName(statement.tokens().get(at))) {
            name.append(plain(statement.tokens().get(at)));
            if (at + 1 >= statement.tokens().size()
                    || !statement.tokens().get(at + 1).equals(".")) {
                return name.toString();
            }
            name.append('.');
            at += 2;
        }
        return name.toString();
    }

    private static boolean isName(String token) {
        return token.charAt(0) == '"' || token.charAt(0) == '_' || Character.isLetter(token.charAt(0));
    }

    private static String plain(String token) {
        return token.charAt(0) == '"' ? token.substring(1) : token;
    }

    /** Returns whether it begins or ends a transaction. Savepoints do not count. */
    public static boolean controlsTransaction(Statement statement) {
        return switch (statement.word(0)) {
            case "begin", "start", "commit", "end", "abort" -> true;
            case "rollback" -> !statement.contains("to");
            case "prepare" -> statement.word(1).equals("transaction");
            default -> false;
        };
    }

    /**
     * Returns whether the server refuses it inside a transaction (each command's page in the PostgreSQL documentation).
     */
    public static boolean needsNoTransaction(Statement statement) {
        var second = statement.word(1);
        return switch (statement.word(0)) {
            case "vacuum" -> true;
            case "create" ->
                switch (second) {
                    case "database", "tablespace" -> true;
                    case "subscription" ->
                        !statement.contains("connect")
                                && !statement.contains("create_slot")
                                && !statement.contains("slot_name");
                    case "unique" -> isConcurrentIndex(statement, 2);
                    default -> isConcurrentIndex(statement, 1);
                };
            // Dropping a subscription is refused only if it has a slot, which the server checks.
            case "drop" -> second.equals("database") || second.equals("tablespace") || isConcurrentIndex(statement, 1);
            case "reindex" -> reindexNeedsNoTransaction(statement);
            case "alter" ->
                switch (second) {
                    case "system" -> true;
                    case "database" ->
                        statement.word(3).equals("set") && statement.word(4).equals("tablespace");
                    case "table" -> detachesConcurrently(statement);
                    default -> false;
                };
            case "cluster" -> statement.tokens().stream().skip(1).allMatch(Set.of("verbose", "(", ")")::contains);
            default -> false;
        };
    }

    private static boolean isConcurrentIndex(Statement statement, int at) {
        return statement.word(at).equals("index") && statement.word(at + 1).equals("concurrently");
    }

    private static boolean reindexNeedsNoTransaction(Statement statement) {
        var at = 1;
        if (statement.tokens().size() > 1 && statement.tokens().get(1).equals("(")) {
            while (at < statement.tokens().size() && !statement.tokens().get(at).equals(")")) {
                if (statement.word(at).equals("concurrently") && !isOff(statement.word(at + 1))) {
                    return true;
                }
                at++;
            }
            at++;
        }
        return switch (statement.word(at)) {
            case "database", "system", "schema" -> true;
            default -> statement.word(at + 1).equals("concurrently");
        };
    }

    private static boolean isOff(String word) {
        return word.equals("false") || word.equals("off");
    }

    /** DETACH PARTITION is the only action of its statement, and CONCURRENTLY its last word. */
    private static boolean detachesConcurrently(Statement statement) {
        var tokens = statement.tokens();
        var detach = tokens.indexOf("detach");
        return detach > 0
                && statement.word(detach + 1).equals("partition")
                && tokens.size() > detach + 3
                && statement.word(tokens.size() - 1).equals("concurrently");
    }
}
