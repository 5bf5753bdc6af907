package dev.dbops.script;

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
record ResultNames(String prefix, String query, boolean hidesNames, Optional<ScriptPosition> skipped) {
    static ResultNames of(ScriptStep.StoreResult step, Optional<ScriptPosition> skipped) {
        var query = step.statement().text().toLowerCase(Locale.ROOT);
        return new ResultNames(step.prefix(), query, hidesNames(step.statement(), query), skipped);
    }

    private static boolean hidesNames(Statement statement, String query) {
        return switch (statement.word(0)) {
            case "select", "insert", "update", "delete", "merge", "show" ->
                query.replace("(*)", "").contains("*");
            default -> true;
        };
    }

    /** Returns whether the variable may be one of them. */
    boolean mayName(String variable) {
        return variable.startsWith(prefix)
                && !BuiltInVariables.hasHook(variable)
                && (hidesNames
                        || query.contains(variable.substring(prefix.length()).toLowerCase(Locale.ROOT)));
    }
}
