package dev.dbops.script;

/**
 * What loading a script did.
 *
 * @param statements how many statements were executed
 * @param rows how many rows they inserted, updated, deleted or copied
 * @param failures how many statements failed and were left behind
 */
public record ScriptResult(int statements, long rows, int failures) {}
