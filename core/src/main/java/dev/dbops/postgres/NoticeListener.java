package dev.dbops.postgres;

import dev.dbops.ScriptPosition;

/** Hears what the server says besides its answers while a file is loaded. */
public interface NoticeListener {
    /**
     * The server sent a notice.
     *
     * @param position the statement that it belongs to, or the line of the data
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
}
