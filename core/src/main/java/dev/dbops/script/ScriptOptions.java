package dev.dbops.script;

import dev.dbops.script.variables.ScriptSession;
import java.nio.file.Path;
import java.util.Map;

/**
 * The options for reading and running a script.
 *
 * @param mode how its statements are grouped into transactions
 * @param variables psql's variables, as {@code -v} sets them
 * @param directory the working directory, where {@code \i} and {@code \copy} look for files
 * @param allowConnect whether {@code \connect} may lead to another database
 * @param fromLine the line of the script to begin with, counted from 1; what changes only the
 *     session before it is still run (see {@link SessionReplay})
 * @param session the connection's details for psql's own variables
 */
public record ScriptOptions(
        Mode mode,
        Map<String, String> variables,
        Path directory,
        boolean allowConnect,
        int fromLine,
        ScriptSession session) {

    /** The grouping of a script's statements into transactions. */
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
