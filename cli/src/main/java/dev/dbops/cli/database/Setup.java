package dev.dbops.cli.database;

import dev.dbops.cli.cognito.ConfiguredPool;
import dev.dbops.cli.command.Command;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;
import dev.dbops.cli.migration.SetupMigrationOptions;
import dev.dbops.cli.schema.DependentStatements;
import dev.dbops.cli.schema.LoadSession;
import dev.dbops.cli.schema.ScriptFile;
import dev.dbops.postgres.ServerVersion;
import dev.dbops.script.ScriptOptions;
import dev.dbops.script.ScriptOutline;
import dev.dbops.target.ConnectionTarget;
import java.nio.file.Path;
import java.util.List;

/** Drops the target database, creates it again, loads the schema, applies the migrations, and seeds it. */
public final class Setup implements Command, Runnable {
    private Path schemaFile = ScriptFile.SCHEMA.unnamed();

    private Path seedFile = ScriptFile.SEED.unnamed();

    private boolean protect;

    private boolean force;

    private boolean noCognito;

    private final SetupMigrationOptions migrations;

    private final Context context;

    public Setup(Context context) {
        this.context = context;
        this.migrations = new SetupMigrationOptions(context);
    }

    @Override
    public void describe(CommandSpecBuilder model) {
        model.description("Drop and create the database, load its schema, apply the migrations, and seed it.")
                .option(
                        "--schema",
                        "FILE",
                        "Schema. Default: schema.sql, here, in db or in backend-flask/db, if it exists or there are no"
                                + " migrations.",
                        Path.class,
                        value -> schemaFile = value)
                .option(
                        "--seed",
                        "FILE",
                        "Seeds. Default: seed.sql, in the same places, if it exists.",
                        Path.class,
                        value -> seedFile = value);
        migrations.describe(model);
        model.flag(
                        "--protect",
                        "Mark the database as protected: dropping it then requires its name.",
                        value -> protect = value)
                .flag("--force", "End the other sessions of the database first.", value -> force = value)
                .flag(
                        "--no-cognito",
                        "Skip cognito-sync, which setup runs if AWS_COGNITO_USER_POOL_ID is set.",
                        value -> noCognito = value)
                .takesEnvironment()
                .footer(
                        "To drop an existing database, confirm at the prompt or pass --yes.",
                        "A protected target (production, Amazon RDS, or marked with --protect) requires",
                        "the database's name instead: type it, or pass --confirm NAME.",
                        "On the local server, rows that setup loaded need no confirmation.",
                        "",
                        "Example: db-ops setup --seed seeds/demo.sql");
    }

    @Override
    public void run() {
        // All scripts are checked before anything is dropped.
        var session = new LoadSession(() -> context.targetEnvironment().variables(), this::target, this::serverVersion);
        var files = migrations.find(session);
        try (var schema = files.isEmpty()
                        ? ScriptFile.SCHEMA.open(context, schemaFile)
                        : ScriptFile.SCHEMA.openIfExists(context, schemaFile);
                var seed = ScriptFile.SEED.openIfExists(context, seedFile);
                var pool = ConfiguredPool.open(context, !noCognito)) {
            var options = ScriptOptions.defaults(context.file(Path.of("")), session);
            var outlines = List.of(ScriptOutline.of(schema, options), ScriptOutline.of(seed, options));
            var inputs = new SetupInputs(schema, files.size(), migrations.last(), seed, pool);
            if (context.dryRun()) {
                DependentStatements.note(context, schema.name(), outlines.getFirst());
                DependentStatements.note(context, seed.name(), outlines.getLast());
                SetupPlan.print(context, inputs);
                return;
            }
            var target = session.target();
            context.announce(target);
            var recreation = new DatabaseRecreation(context, target, force);
            var lost = recreation.confirm();
            try (var maintenance = context.reserve(target)) {
                var marked = recreation.run(maintenance, lost, protect);
                new SetupSteps(context, target, options, marked).run(inputs, migrations, files);
            }
        }
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
