package dev.dbops.script.variables;

import dev.dbops.ScriptPosition;
import dev.dbops.script.lexer.Statement;
import java.util.Locale;
import java.util.Optional;

/**
 * The variables that a {@code \gset} may set, as far as its query shows without running.
 *
 * @param prefix begins the names of the variables
 * @param query the query in lower case
 * @param hidesNames whether the query returns columns that its text does not name
 * @param skipped where the {@code \gset} is if it never runs; empty if it has not run yet
 */
public record ResultNames(String prefix, String query, boolean hidesNames, Optional<ScriptPosition> skipped) {
    /** The names for a statement whose result is not known yet. */
    public static ResultNames of(Statement statement, String prefix) {
        var query = statement.text().toLowerCase(Locale.ROOT);
        return new ResultNames(prefix, query, hidesNames(statement, query), Optional.empty());
    }

    /** The same for a statement that never runs. */
    public static ResultNames ofSkipped(Statement statement, String prefix) {
        var names = of(statement, prefix);
        return new ResultNames(prefix, names.query(), names.hidesNames(), Optional.of(statement.position()));
    }

    private static boolean hidesNames(Statement statement, String query) {
        return switch (statement.word(0)) {
            case "select", "insert", "update", "delete", "merge", "show" ->
                query.replace("(*)", "").contains("*");
            default -> true;
        };
    }

    /** Returns whether the variable may be one of them. */
    public boolean mayName(String variable) {
        return variable.startsWith(prefix)
                && !BuiltInVariables.hasHook(variable)
                && (hidesNames
                        || query.contains(variable.substring(prefix.length()).toLowerCase(Locale.ROOT)));
    }
}
