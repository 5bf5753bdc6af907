package dev.dbops.script;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.script.lexer.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Selects the statements before the first line that run again, so that the session is as they left it: those that
 * change only the session's settings, and the transactions around them. The server then decides which settings remain:
 * SET LOCAL ends with its transaction, and a rollback undoes the settings before it.
 */
final class SessionReplay {
    /** Functions without a lasting effect, and words that a parenthesis may follow. */
    private static final Set<String> HARMLESS = Set.of(
            "set_config",
            "current_setting",
            "current_schema",
            "current_schemas",
            "current_database",
            "format",
            "concat",
            "concat_ws",
            "coalesce",
            "nullif",
            "replace",
            "lower",
            "upper",
            "quote_ident",
            "quote_literal",
            "array_to_string",
            "string_agg",
            "cast",
            "exists",
            "in",
            "any",
            "and",
            "or",
            "not",
            "when",
            "then",
            "else",
            "select",
            "from",
            "where",
            "values",
            "as");

    /** String constants and comments: they may contain anything. */
    private static final Pattern CONSTANT = Pattern.compile("'(?:[^']|'')*'|--[^\\n]*|/\\*.*?\\*/", Pattern.DOTALL);

    /** A name and its parenthesis. */
    private static final Pattern CALL = Pattern.compile("((?:[\\w\"$]+\\s*\\.\\s*)*)([\\w\"$]+)\\s*\\(");

    private SessionReplay() {}

    /**
     * Returns what runs in place of a skipped statement: itself, a COMMIT in place of PREPARE TRANSACTION, or nothing.
     *
     * @throws OpsException of kind USAGE if a setting cannot be separated from a statement that must not run again
     */
    static List<Statement> of(Statement statement) {
        if (statement.ending() == Statement.Ending.EXECUTE_RESULT) {
            return List.of();
        }
        var replayed = statement.parts().stream()
                .filter(part -> changesOnlySession(part, statement))
                .count();
        if (replayed == 0) {
            return List.of();
        }
        if (replayed < statement.commands()) {
            throw new OpsException(
                            Kind.USAGE,
                            "a setting before the first line is joined to other statements with \\;",
                            "end each of these statements with a semicolon")
                    .at(statement.position());
        }
        return List.of(preparesTransaction(statement) ? commit(statement) : statement);
    }

    private static boolean changesOnlySession(Statement part, Statement whole) {
        return switch (part.word(0)) {
            case "set", "reset", "discard", "load", "deallocate" -> true;
            case "begin", "start", "end", "abort", "savepoint", "release" -> true;
            // COMMIT PREPARED and ROLLBACK PREPARED end a transaction of another session, once.
            case "commit", "rollback" -> !part.word(1).equals("prepared");
            case "prepare" -> true;
            case "select" -> setsConfiguration(part) && !part.contains("into") && callsOnlyHarmless(whole.text());
            default -> false;
        };
    }

    private static boolean setsConfiguration(Statement part) {
        return part.contains("set_config") || part.contains("\"set_config");
    }

    private static boolean callsOnlyHarmless(String sql) {
        var calls = CALL.matcher(CONSTANT.matcher(sql).replaceAll("''"));
        while (calls.find()) {
            var schema = name(calls.group(1)).replaceAll("[\\s.]", "");
            if (!schema.isEmpty() && !schema.equals("pg_catalog") || !HARMLESS.contains(name(calls.group(2)))) {
                return false;
            }
        }
        return true;
    }

    private static String name(String written) {
        return written.replace("\"", "").toLowerCase(Locale.ROOT);
    }

    private static boolean preparesTransaction(Statement statement) {
        return statement.word(0).equals("prepare") && statement.word(1).equals("transaction");
    }

    /** It ends the session's transaction as COMMIT does, but the prepared transaction exists already. */
    private static Statement commit(Statement statement) {
        return new Statement(
                "COMMIT",
                1,
                Statement.Ending.SEND,
                List.of("commit"),
                statement.source(),
                statement.line(),
                statement.column(),
                List.of());
    }
}
