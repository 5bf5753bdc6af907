package dev.dbops.script;

import dev.dbops.ScriptPosition;

/** Hears what happens while a script runs. */
@FunctionalInterface
public interface ScriptListener {
    /**
     * The server sent a notice or a warning.
     *
     * @param position the statement it belongs to
     * @param severity NOTICE, WARNING, INFO ... as the server calls it
     * @param message its text
     */
    void notice(ScriptPosition position, String severity, String message);
}
