package dev.dbops.script.lexer;

import java.util.Set;

/**
 * Determines from the tokens of a statement whether it deletes, truncates, drops or overwrites existing data or objects
 * anywhere in its text, and whether it may do more than its text shows.
 */
public final class DestructiveSql {
    /** Code defined here runs later, if at all. */
    private static final Set<String> DEFINITIONS =
            Set.of("function", "procedure", "rule", "trigger", "policy", "view", "publication");

    /** Statements that run no user functions or triggers, apart from those of indexes. */
    private static final Set<String> PLAIN = Set.of(
            "",
            "comment",
            "grant",
            "revoke",
            "set",
            "reset",
            "show",
            "vacuum",
            "analyze",
            "analyse",
            "reindex",
            "cluster",
            "begin",
            "start",
            "commit",
            "end",
            "rollback",
            "abort",
            "savepoint",
            "release",
            "listen",
            "unlisten",
            "notify",
            "checkpoint",
            "discard",
            "lock",
            "security",
            "deallocate",
            "prepare",
            "close");

    /** Tokens allowed before the first word of a nested statement. */
    private static final Set<String> BEFORE_STATEMENT = Set.of("(", ")", "as", "analyze", "analyse", "verbose");

    private DestructiveSql() {}

    /** Returns whether it deletes, truncates, drops or overwrites, as far as its text shows. */
    public static boolean in(Statement statement) {
        return switch (statement.word(0)) {
            case "drop", "truncate", "reassign" -> true;
            case "alter" -> alters(statement);
            case "create" -> !isDefinition(statement) && changesRows(statement);
            case "grant", "revoke", "comment", "lock" -> false;
            case "explain" ->
                (statement.contains("analyze") || statement.contains("analyse")) && changesRows(statement);
            default -> changesRows(statement);
        };
    }

    /** Returns whether it may delete or overwrite indirectly: by functions, triggers, rules, or prepared statements. */
    public static boolean mayDoMore(Statement statement) {
        return switch (statement.word(0)) {
            case "create" ->
                statement.word(1).equals("extension")
                        || !isDefinition(statement) && (statement.contains("select") || statement.contains("execute"));
            case "alter" -> statement.word(1).equals("extension");
            default -> !PLAIN.contains(statement.word(0));
        };
    }

    private static boolean isDefinition(Statement statement) {
        for (var i = 1; i < 6; i++) {
            if (DEFINITIONS.contains(statement.word(i))) {
                return !statement.contains("materialized");
            }
        }
        return false;
    }

    private static boolean alters(Statement statement) {
        for (var i = 1; i < statement.tokens().size(); i++) {
            if (statement.word(i).equals("drop") && !isProperty(statement.word(i + 1)) || changesType(statement, i)) {
                return true;
            }
        }
        return statement.word(1).equals("database") && statement.contains("rename");
    }

    /** Properties that ALTER ... DROP removes without deleting data. */
    private static boolean isProperty(String word) {
        return switch (word) {
            case "not", "default", "expression", "identity" -> true;
            default -> false;
        };
    }

    /** ALTER [COLUMN] name [SET DATA] TYPE: each value is rewritten. */
    private static boolean changesType(Statement statement, int at) {
        return at >= 4
                && statement.word(at).equals("type")
                && (isColumn(statement, at - 2)
                        || statement.word(at - 1).equals("data")
                                && statement.word(at - 2).equals("set"));
    }

    /** Returns whether the next token is the name of a column that is altered. */
    private static boolean isColumn(Statement statement, int at) {
        return statement.word(at).equals("alter")
                || statement.word(at).equals("column") && statement.word(at - 1).equals("alter");
    }

    private static boolean changesRows(Statement statement) {
        for (var i = 0; i < statement.tokens().size(); i++) {
            var destroys = switch (statement.word(i)) {
                case "delete" -> deletes(statement, i);
                case "update" -> overwrites(statement, i);
                default -> false;
            };
            if (destroys) {
                return true;
            }
        }
        return false;
    }

    private static boolean deletes(Statement statement, int at) {
        var before = at == 0 ? "" : statement.tokens().get(at - 1);
        return statement.word(at + 1).equals("from")
                        && !Set.of("select", ",", ".").contains(before)
                || before.equals("then") && statement.contains("merge");
    }

    private static boolean overwrites(Statement statement, int at) {
        var before = at == 0 ? "(" : statement.tokens().get(at - 1);
        var next = at + 1 < statement.tokens().size() ? statement.tokens().get(at + 1) : "";
        return switch (before) {
            case "do" -> true;
            case "then" -> statement.contains("merge");
            case "for", "key", "on", ".", "select" -> false;
            default -> next.equals("set") || BEFORE_STATEMENT.contains(before) && isName(next) && !next.equals("from");
        };
    }

    private static boolean isName(String token) {
        return !token.isEmpty()
                && (token.charAt(0) == '"' || token.charAt(0) == '_' || Character.isLetter(token.charAt(0)));
    }
}
