package dev.dbops.script;

import dev.dbops.OpsException;
import dev.dbops.ScriptPosition;
import dev.dbops.postgres.NoticeListener;

/** Receives the events of a running script. */
public interface ScriptListener extends NoticeListener {
    /** The script prints a line. */
    void echo(String text);

    /**
     * A psql command has no effect here.
     *
     * @param reason continues the sentence "ignored COMMAND, "
     */
    void ignored(ScriptPosition position, String command, String reason);

    /** The BEGIN there, and its COMMIT, are skipped: the statements between them are part of our transaction. */
    void joinedTransaction(ScriptPosition begin);

    /**
     * A destructive statement is about to run that {@code \gexec} has produced, or that follows a {@code \gset}, whose
     * values may be part of it.
     *
     * @throws OpsException when it must not run
     */
    default void generated(ScriptOutline.Destructive statement) {}

    /** A statement failed, and the script continues. */
    void failed(OpsException failure);

    /**
     * The script has reached this point; called often.
     *
     * @param bytes how many bytes of the script have been read
     * @param size the size of the script in bytes; 0 when it is unknown
     * @param statements how many statements have been executed
     * @param rows how many rows they changed
     */
    void progress(long bytes, long size, int statements, long rows);
}
