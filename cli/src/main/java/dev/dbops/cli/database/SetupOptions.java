package dev.dbops.cli.database;

import dev.dbops.InputFile;
import dev.dbops.cli.cognito.ConfiguredPool;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;
import dev.dbops.cli.migration.SetupMigrationOptions;
import dev.dbops.cli.schema.DependentStatements;
import dev.dbops.cli.schema.LoadSession;
import dev.dbops.cli.schema.ScriptFile;
import dev.dbops.migration.MigrationFile;
import dev.dbops.postgres.ServerVersion;
import dev.dbops.script.ScriptOptions;
import dev.dbops.script.ScriptOutline;
import dev.dbops.target.ConnectionTarget;
import java.nio.file.Path;
import java.util.List;

/** The options of the commands that fill a new database: its files, migrations and user pool. */
final class SetupOptions {
    private final Context context;
    private final SetupMigrationOptions migrations;
    private Path schema = ScriptFile.SCHEMA.unnamed();
    private Path seed = ScriptFile.SEED.unnamed();
    private boolean noCognito;

    SetupOptions(Context context) {
        this.context = context;
        this.migrations = new SetupMigrationOptions(context);
    }

    /** Adds the options. */
    void describe(CommandSpecBuilder model) {
        model.option(
                        "--schema",
                        "FILE",
                        "Schema. Default: schema.sql, here, in db or in backend-flask/db, if it exists or there are no"
                                + " migrations.",
                        Path.class,
                        value -> schema = value)
                .option(
                        "--seed",
                        "FILE",
                        "Seeds. Default: seed.sql, in the same places, if it exists.",
                        Path.class,
                        value -> seed = value);
        migrations.describe(model);
        model.flag(
                "--no-cognito",
                "Skip cognito-sync, which runs if AWS_COGNITO_USER_POOL_ID is set.",
                value -> noCognito = value);
    }

    /** Work on the files. */
    @FunctionalInterface
    interface Work {
        /**
         * Is called when all files can be read and run.
         *
         * @param session the target, found when it is first asked for
         * @param options those of the scripts
         */
        void run(LoadSession session, ScriptOptions options, SetupInputs inputs);
    }

    /**
     * Opens and checks all files, before anything is done with them.
     *
     * @throws dev.dbops.OpsException of kind USAGE when one of them cannot be read or run
     */
    void open(Work work) {
        // scripts may name the target and the version of its server
        var session = new LoadSession(() -> context.targetEnvironment().variables(), this::target, this::serverVersion);
        var files = migrations.find(session);
        try (var opened = openSchema(files);
                var seeds = ScriptFile.SEED.openIfExists(context, seed);
                var pool = ConfiguredPool.open(context, !noCognito)) {
            var options = ScriptOptions.defaults(context.file(Path.of("")), session);
            for (var script : List.of(opened, seeds)) {
                var outline = ScriptOutline.of(script, options);
                if (context.dryRun()) {
                    DependentStatements.note(context, script.name(), outline);
                }
            }
            work.run(session, options, new SetupInputs(opened, files, migrations, seeds, pool));
        }
    }

    /** The schema may be missing if there are migrations. */
    private InputFile openSchema(List<MigrationFile> files) {
        return files.isEmpty()
                ? ScriptFile.SCHEMA.open(context, schema)
                : ScriptFile.SCHEMA.openIfExists(context, schema);
    }

    /** A dry run starts no server. */
    private ConnectionTarget target() {
        return context.dryRun() ? context.targets().target() : context.targets().startedTarget();
    }

    /** The database may not exist yet. */
    private ServerVersion serverVersion(ConnectionTarget target) {
        try (var maintenance = context.maintain(target)) {
            return maintenance.database().serverVersion();
        }
    }
}
