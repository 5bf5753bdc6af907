package dev.dbops.postgres;

import dev.dbops.ScriptPosition;

/** Receives the server's notices and warnings while a file is loaded. */
public interface NoticeListener {
    /**
     * The server sent a notice.
     *
     * @param position the statement that it belongs to, or the line of the data
     * @param severity NOTICE, INFO, LOG ... in the server's words
     * @param message its text
     */
    void notice(ScriptPosition position, String severity, String message);

    /**
     * The server sent a warning.
     *
     * @param position as for {@link #notice}
     */
    void warning(ScriptPosition position, String message);
}
