package dev.dbops.migration;

import dev.dbops.OpsException;
import dev.dbops.script.ScriptResult;
import java.util.List;
import java.util.function.Function;
import org.flywaydb.core.api.CoreMigrationType;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.executor.Context;
import org.flywaydb.core.api.executor.MigrationExecutor;
import org.flywaydb.core.api.resolver.ResolvedMigration;
import org.flywaydb.core.extensibility.MigrationType;
import org.flywaydb.core.internal.jdbc.Results;

/** A migration in the form that Flyway requires: Flyway keeps the history, and the script engine runs the file. */
record FileMigration(MigrationFile file, Function<MigrationFile, ScriptResult> scripts)
        implements ResolvedMigration, MigrationExecutor {
    @Override
    public MigrationVersion getVersion() {
        return file.version().map(MigrationVersion::fromVersion).orElse(null);
    }

    @Override
    public String getDescription() {
        return file.name().description();
    }

    @Override
    public String getScript() {
        return file.file();
    }

    @Override
    public Integer getChecksum() {
        return file.checksum();
    }

    @Override
    public MigrationType getType() {
        return CoreMigrationType.SQL;
    }

    @Override
    public String getPhysicalLocation() {
        return file.script().name();
    }

    @Override
    public MigrationExecutor getExecutor() {
        return this;
    }

    @Override
    public boolean checksumMatches(Integer applied) {
        return applied != null && applied == file.checksum();
    }

    @Override
    public boolean checksumMatchesWithoutBeingIdentical(Integer applied) {
        return false;
    }

    /** Flyway has only the connection of db-ops, and has begun the transaction on it if the migration runs in one. */
    @Override
    public List<Results> execute(Context context) {
        try {
            scripts.apply(file);
            return List.of();
        } catch (OpsException e) {
            // Flyway records a partly applied migration as failed only after its own exceptions
            throw new FlywayException(e.getMessage(), e);
        }
    }

    @Override
    public boolean canExecuteInTransaction() {
        return file.inTransaction();
    }

    @Override
    public boolean shouldExecute() {
        return true;
    }
}
