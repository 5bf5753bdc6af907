package dev.dbops.script;

import java.nio.file.Path;
import java.util.Map;

/**
 * How a script is to be read and run.
 *
 * @param mode how its statements are held together
 * @param variables psql's variables, as {@code -v} sets them
 * @param directory the working directory, where {@code \i} and {@code \copy} look for files
 * @param allowConnect whether {@code \connect} may lead to another database
 * @param fromLine the line of the script to begin with, counted from 1; settings before it are made all the same
 * @param session what psql's own variables tell of
 */
public record ScriptOptions(
        Mode mode,
        Map<String, String> variables,
        Path directory,
        boolean allowConnect,
        int fromLine,
        ScriptSession session) {

    /** How the statements of a script are held together. */
    public enum Mode {
        /** All of them, or none: one transaction. */
        TRANSACTION,
        /** As in a transaction, which is rolled back at the end. */
        CHECK,
        /** Each by itself, up to the first error. */
        STATEMENTS,
        /** Each by itself, errors notwithstanding. */
        CONTINUE;

        boolean inTransaction() {
            return this == TRANSACTION || this == CHECK;
        }
    }

    public ScriptOptions {
        variables = Map.copyOf(variables);
    }

    /** One transaction, no variables. */
    public static ScriptOptions defaults(Path directory, ScriptSession session) {
        return new ScriptOptions(Mode.TRANSACTION, Map.of(), directory, false, 1, session);
    }
}
