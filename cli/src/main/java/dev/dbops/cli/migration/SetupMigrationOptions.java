package dev.dbops.cli.migration;

import dev.dbops.OpsException;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;
import dev.dbops.cli.schema.DependentStatements;
import dev.dbops.migration.MigrationFile;
import dev.dbops.migration.MigrationOptions;
import dev.dbops.migration.Migrator;
import dev.dbops.postgres.Database;
import dev.dbops.script.variables.ScriptSession;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The migrations of a project, which setup applies after it has loaded the schema. */
public final class SetupMigrationOptions {
    private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(60);

    private final Context context;
    private final DirectoryOptions directory;
    private boolean skipped;
    private boolean last;

    public SetupMigrationOptions(Context context) {
        this.context = context;
        this.directory = new DirectoryOptions(context);
    }

    /** Adds the options. */
    public void describe(CommandSpecBuilder model) {
        directory.describe(model);
        model.flag("--no-migrate", "Load only the schema and the seeds.", value -> skipped = value)
                .flag(
                        "--migrate-last",
                        "Apply the migrations after the seeds and the user IDs, not before them.",
                        value -> last = value);
    }

    /** Returns whether the migrations are applied after the seeds, which are written for the schema alone. */
    public boolean last() {
        return last;
    }

    /**
     * Reads and checks the files; none if the project has no directory of migrations.
     *
     * @throws OpsException of kind USAGE when one of them cannot be run, or the named directory does not exist
     */
    public List<MigrationFile> find(ScriptSession session) {
        if (skipped || directory.isUnnamedAndMissing()) {
            return List.of();
        }
        var files = directory.read();
        for (var file : files) {
            var outline = MigrationScripts.outline(context, session, file);
            if (context.dryRun()) {
                DependentStatements.note(context, file.script().name(), outline);
            }
        }
        return files;
    }

    /** Applies those migrations that the schema does not contain. */
    public void apply(Database database, List<MigrationFile> files) {
        var scripts = new MigrationScripts(context, database);
        var options = new MigrationOptions(Optional.empty(), false, LOCK_TIMEOUT);
        var migrator = new Migrator(database, files, options, scripts);
        MigrationPlan.requireSound(migrator);
        try {
            migrator.migrateLoadedSchema();
            scripts.committed();
        } catch (OpsException e) {
            throw scripts.atCommit(e);
        }
        if (scripts.applied().isEmpty()) {
            context.notes().note("the schema contains all migrations");
        }
    }
}
