package dev.dbops.script;

/**
 * What loading a script did.
 *
 * @param statements how many statements were executed
 * @param rows how many rows they inserted, updated, deleted or copied
 */
public record ScriptResult(int statements, long rows) {}
