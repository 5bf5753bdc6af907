package dev.dbops.cli.database;

import dev.dbops.InputFile;
import dev.dbops.cli.cognito.ConfiguredPool;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;
import dev.dbops.cli.migration.SetupMigrationOptions;
import dev.dbops.cli.schema.LoadSession;
import dev.dbops.cli.schema.ScriptFile;
import dev.dbops.migration.MigrationFile;
import dev.dbops.postgres.ServerVersion;
import dev.dbops.script.ScriptOptions;
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

    SetupMigrationOptions migrations() {
        return migrations;
    }

    /** The target and the version of its server, for scripts that name them. */
    LoadSession session() {
        return new LoadSession(() -> context.targetEnvironment().variables(), this::target, this::serverVersion);
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

    /** Opens the schema, which may be missing if there are migrations. */
    InputFile openSchema(List<MigrationFile> files) {
        return files.isEmpty()
                ? ScriptFile.SCHEMA.open(context, schema)
                : ScriptFile.SCHEMA.openIfExists(context, schema);
    }

    /** Opens the seeds. */
    InputFile openSeed() {
        return ScriptFile.SEED.openIfExists(context, seed);
    }

    /** Opens the user pool, if there is one. */
    ConfiguredPool openPool() {
        return ConfiguredPool.open(context, !noCognito);
    }

    /** Settings of the scripts. */
    ScriptOptions scripts(LoadSession session) {
        return ScriptOptions.defaults(context.file(Path.of("")), session);
    }
}
