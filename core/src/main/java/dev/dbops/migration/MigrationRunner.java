package dev.dbops.migration;

import dev.dbops.script.ScriptResult;

/** Runs the scripts of migrations. */
public interface MigrationRunner {
    /** Called before the transaction of a migration begins. */
    void prepare(MigrationFile file);

    /** Runs a migration: in the open transaction if it says so, else statement by statement. */
    ScriptResult run(MigrationFile file);
}
