package dev.dbops.script;

import dev.dbops.ScriptPosition;
import java.nio.file.Path;

/** What a script asks for next, after its variables, conditions and includes have been followed. */
sealed interface ScriptStep {
    /** A statement to send; the data of a COPY ... FROM STDIN follows it in the scanner. */
    record Run(Statement statement, SqlScanner scanner) implements ScriptStep {}

    /**
     * {@code \copy ... FROM FILE}: the data is in a file of ours.
     *
     * @param statement the COPY ... FROM STDIN that stands for it
     */
    record CopyFile(Statement statement, Path file) implements ScriptStep {}

    /** {@code \echo}, {@code \qecho}, {@code \warn}. */
    record Echo(String text) implements ScriptStep {}

    /** {@code \connect} to another database. */
    record Connect(String database, ScriptPosition position) implements ScriptStep {}

    /** A command that does nothing here, because it is about how psql shows results. */
    record PassedOver(String command, ScriptPosition position) implements ScriptStep {}
}
