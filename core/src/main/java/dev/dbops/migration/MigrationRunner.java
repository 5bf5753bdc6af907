package dev.dbops.migration;

import dev.dbops.script.ScriptResult;

/** Runs the scripts of migrations. */
public interface MigrationRunner {
    /** Called before a migration begins, and before its transaction. */
    void prepare(MigrationFile file);

    /** Runs a migration: in the open transaction if it says so, else statement by statement. */
    ScriptResult run(MigrationFile file);

    /**
     * Called when a migration was rolled back because of a lock, and is tried again.
     *
     * @param reason the failure, and the sessions that hold the lock
     */
    void postponed(String reason);
}
