package dev.dbops.script;

import java.nio.file.Path;
import java.util.Map;

/**
 * How to read and run a script.
 *
 * @param mode how its statements are grouped into transactions
 * @param variables psql's variables, as {@code -v} sets them
 * @param directory the working directory, where {@code \i} and {@code \copy} look for files
 * @param allowConnect whether {@code \connect} may lead to another database
 * @param fromLine the line of the script to begin with, counted from 1; settings before it are still applied
 * @param session the connection's details for psql's own variables
 */
public record ScriptOptions(
        Mode mode,
        Map<String, String> variables,
        Path directory,
        boolean allowConnect,
        int fromLine,
        ScriptSession session) {

    /** How the statements of a script are grouped into transactions. */
    public enum Mode {
        /** All statements or none: one transaction. */
        TRANSACTION,
        /** One transaction, rolled back at the end. */
        CHECK,
        /** Each statement separately; stop at the first error. */
        STATEMENTS,
        /** Each statement separately; continue after errors. */
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
