package dev.dbops.script;

import dev.dbops.OpsException;
import dev.dbops.ScriptPosition;

/** Hears what happens while a script runs. */
public interface ScriptListener {
    /**
     * The server sent a notice.
     *
     * @param position the statement that it belongs to, or the line of a COPY
     * @param severity NOTICE, INFO, LOG ... as the server calls it
     * @param message its text
     */
    void notice(ScriptPosition position, String severity, String message);

    /**
     * The server sent a warning.
     *
     * @param position as for {@link #notice}
     */
    void warning(ScriptPosition position, String message);

    /** The script wants a line to be shown. */
    void echo(String text);

    /** A command of psql does nothing here. */
    void passedOver(ScriptPosition position, String command);

    /** The BEGIN there, and its COMMIT, are passed over: what is between them is part of our transaction. */
    void joinedTransaction(ScriptPosition begin);

    /** A statement failed, and the script goes on. */
    void failed(OpsException failure);

    /**
     * The script has come this far; called often.
     *
     * @param bytes of the script that have been read
     * @param size of the script in bytes; 0 when it is not known
     * @param statements that have been executed
     * @param rows that they changed
     */
    void progress(long bytes, long size, int statements, long rows);
}
