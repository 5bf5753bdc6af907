package dev.dbops.script;

import dev.dbops.ScriptPosition;
import dev.dbops.script.lexer.SqlScanner;
import dev.dbops.script.lexer.Statement;
import dev.dbops.script.variables.PsqlVariables;
import java.nio.file.Path;

/** The next action of a script, after its variables, conditions and includes have been resolved. */
sealed interface ScriptStep {
    /** A statement to send; the data of a COPY ... FROM STDIN follows it in the scanner. */
    record Run(Statement statement, SqlScanner scanner) implements ScriptStep {}

    /**
     * {@code \gset}: the columns of the statement's one row become variables, which the following text may use.
     *
     * @param prefix begins the names of the variables
     */
    record StoreResult(Statement statement, String prefix, PsqlVariables variables) implements ScriptStep {}

    /**
     * {@code \copy ... FROM FILE}: the data is in a local file.
     *
     * @param statement the equivalent COPY ... FROM STDIN
     */
    record CopyFile(Statement statement, Path file) implements ScriptStep {}

    /** {@code \echo}, {@code \qecho}, {@code \warn}. */
    record Echo(String text) implements ScriptStep {}

    /** {@code \set ON_ERROR_STOP}: whether the next error ends a script that continues after errors. */
    record StopOnError(boolean value) implements ScriptStep {}

    /** {@code \connect} to another database. */
    record Connect(String database, ScriptPosition position) implements ScriptStep {}

    /**
     * A command that does nothing here.
     *
     * @param reason continues the sentence "ignored COMMAND, "
     */
    record Ignored(String command, String reason, ScriptPosition position) implements ScriptStep {
        /** A command for psql's display. */
        static Ignored display(String command, ScriptPosition position) {
            return new Ignored(command, "which only affects how psql shows results", position);
        }
    }
}
