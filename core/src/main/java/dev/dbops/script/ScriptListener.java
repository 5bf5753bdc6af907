package dev.dbops.script;

import dev.dbops.OpsException;
import dev.dbops.ScriptPosition;
import dev.dbops.postgres.NoticeListener;

/** Hears what happens while a script runs. */
public interface ScriptListener extends NoticeListener {
    /** The script wants a line to be shown. */
    void echo(String text);

    /** A command of psql does nothing here. */
    void passedOver(ScriptPosition position, String command);

    /** The BEGIN there, and its COMMIT, are passed over: what is between them is part of our transaction. */
    void joinedTransaction(ScriptPosition begin);

    /**
     * {@code \gexec} has made a statement that destroys something, and is about to run it.
     *
     * @throws OpsException when it must not
     */
    default void generated(ScriptOutline.Destructive statement) {}

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
