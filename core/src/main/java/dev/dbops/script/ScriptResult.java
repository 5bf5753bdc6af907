package dev.dbops.script;

/**
 * The result of running a script.
 *
 * @param statements how many statements were executed
 * @param rows how many rows they inserted, updated, deleted or copied
 * @param failures how many statements failed and were skipped
 * @param notices how many notices the server sent
 * @param warnings how many warnings it sent
 */
public record ScriptResult(int statements, long rows, int failures, int notices, int warnings) {
    /** The result of a script that was not run. */
    public static final ScriptResult NOTHING = new ScriptResult(0, 0, 0, 0, 0);
}
