package dev.dbops.cli.database;

import dev.dbops.InputFile;
import dev.dbops.OpsException;
import dev.dbops.cli.cognito.ConfiguredPool;
import dev.dbops.cli.command.Command;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;
import dev.dbops.cli.migration.SetupMigrations;
import dev.dbops.cli.schema.LoadSession;
import dev.dbops.cli.schema.ReportedRun;
import dev.dbops.cli.schema.ScriptFile;
import dev.dbops.migration.MigrationFile;
import dev.dbops.postgres.Database;
import dev.dbops.postgres.ServerVersion;
import dev.dbops.postgres.TableRows;
import dev.dbops.postgres.Tables;
import dev.dbops.postgres.maintenance.DatabaseDefinition;
import dev.dbops.postgres.maintenance.Maintenance;
import dev.dbops.postgres.maintenance.ProtectionMark;
import dev.dbops.script.ScriptOptions;
import dev.dbops.script.ScriptOutline;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.Origin;
import dev.dbops.target.Protection;
import dev.dbops.users.SyncReport;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Drops the target database, creates it again, loads the schema, applies the migrations, and seeds it. */
public final class Setup implements Command, Runnable {
    private Path schemaFile = ScriptFile.SCHEMA.unnamed();

    private Path seedFile = ScriptFile.SEED.unnamed();

    private boolean protect;

    private boolean force;

    private boolean noCognito;

    private final SetupMigrations migrations;

    private final Context context;

    public Setup(Context context) {
        this.context = context;
        this.migrations = new SetupMigrations(context);
    }

    @Override
    public void describe(CommandSpecBuilder model) {
        model.description("Drop and create the database, load its schema, apply the migrations, and seed it.")
                .option(
                        "--schema",
                        "FILE",
                        "Schema. Default: schema.sql, else db/schema.sql, if it exists or there are no migrations.",
                        Path.class,
                        value -> schemaFile = value)
                .option(
                        "--seed",
                        "FILE",
                        "Seeds. Default: seed.sql, else db/seed.sql, if it exists.",
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

    /**
     * The database as it is now.
     *
     * @param database its name
     * @param tables its tables, with their rows
     * @param cognito what cognito-sync did, when a user pool is configured
     */
    private record Result(String database, List<TableRows> tables, Optional<SyncReport> cognito) {}

    @Override
    public void run() {
        // All scripts are checked before anything is dropped.
        var session = new LoadSession(this::target, this::serverVersion);
        var files = migrations.find(session);
        try (var schema = files.isEmpty()
                        ? ScriptFile.SCHEMA.open(context, schemaFile)
                        : ScriptFile.SCHEMA.openIfExists(context, schemaFile);
                var seed = ScriptFile.SEED.openIfExists(context, seedFile);
                var pool = ConfiguredPool.open(context, !noCognito)) {
            var options = ScriptOptions.defaults(context.file(Path.of("")), session);
            ScriptOutline.of(schema, options);
            ScriptOutline.of(seed, options);
            if (context.dryRun()) {
                printPlan(schema, files.size(), seed, pool);
                return;
            }
            var target = session.target();
            context.announce(target);
            protect |= recreate(target);
            loadSchema(target, options, schema);
            migrate(target, files);
            fill(target, options, seed, pool);
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

    private void printPlan(InputFile schema, int count, InputFile seed, ConfiguredPool pool) {
        if (context.targets().wouldStartLocalServer()) {
            print(false, "start the local server, create a database", schema, count, seed, pool);
            return;
        }
        var target = context.targets().startedTarget();
        context.announce(target);
        try (var maintenance = context.maintain(target)) {
            var exists = maintenance.exists(target.database());
            var creation = "%screate database \"%s\"".formatted(exists ? "drop and " : "", target.database());
            print(exists, creation, schema, count, seed, pool);
        }
    }

    private void print(
            boolean drop, String creation, InputFile schema, int count, InputFile seed, ConfiguredPool pool) {
        context.output()
                .print(
                        new SetupPlan(drop, schema.name(), count, seed.name(), pool.id()),
                        SetupPlan.sentence(creation, schema, count, seed, pool));
    }

    /** Returns whether the existing database had the mark; the new one has it from the beginning. */
    private boolean recreate(ConnectionTarget target) {
        var name = target.database();
        Maintenance.refuseToDropMaintenanceDatabase(name);
        var lost = confirmDrop(target);
        try (var maintenance = context.maintain(target)) {
            if (maintenance.drop(name, force)) {
                context.notes()
                        .note("dropped database \"%s\"%s".formatted(name, RowsAtStake.inParentheses(lost.rows())));
            }
            maintenance.create(DatabaseDefinition.named(name));
            if (protect || lost.marked()) {
                maintenance.protect(name);
            }
            context.notes().note("created database \"%s\"".formatted(name));
        }
        return lost.marked();
    }

    /**
     * The loss of the existing database.
     *
     * @param rows the number of rows, if they were counted
     * @param marked whether it had the mark
     */
    private record Lost(Optional<Long> rows, boolean marked) {}

    /** Asks when there is something to lose. On the local server only rows count, unless the database is marked. */
    private Lost confirmDrop(ConnectionTarget target) {
        var deed = "drop database \"%s\"%s and create it again";
        var atStake = new RowsAtStake(context, target);
        var existing = ProtectionMark.examine(target);
        if (existing.isEmpty()) {
            return new Lost(Optional.empty(), false);
        }
        if (target.origin() instanceof Origin.LocalServer
                && existing.get().protection() instanceof Protection.Unprotected) {
            return new Lost(atStake.confirm(deed.formatted(target.database(), "")), false);
        }
        var rows = atStake.count();
        context.confirmation()
                .require(
                        deed.formatted(target.database(), RowsAtStake.inParentheses(rows)),
                        target,
                        existing.get().protection());
        return new Lost(rows, existing.get().marked());
    }

    // Settings of a script, such as the empty search path of a dump, end with its session: each has its own.

    private void loadSchema(ConnectionTarget target, ScriptOptions options, InputFile schema) {
        try (var database = context.connect(target)) {
            new ReportedRun(context).run(target, database, schema, options);
            keepMark(database);
        }
    }

    /** The schema may set a comment on the database, which contains the mark. */
    private void keepMark(Database database) {
        if (protect) {
            new ProtectionMark(database).set();
        }
    }

    private void migrate(ConnectionTarget target, List<MigrationFile> files) {
        if (files.isEmpty()) {
            return;
        }
        try (var database = context.connect(target)) {
            migrations.apply(database, files);
            keepMark(database);
        }
    }

    private void fill(ConnectionTarget target, ScriptOptions options, InputFile seed, ConfiguredPool pool) {
        try (var database = context.connect(target)) {
            try {
                new ReportedRun(context).run(target, database, seed, options);
            } catch (OpsException e) {
                context.notes().note("the database and its schema exist, but %s was not loaded".formatted(seed.name()));
                throw e;
            }
            var rows = new RowsAtStake(context, target);
            rows.loaded(database);
            var cognito = pool.synchronise(database);
            rows.loaded(database);
            var tables = new Tables(database).countRows();
            context.output()
                    .print(
                            new Result(target.database(), tables, cognito),
                            "database \"%s\" is set up".formatted(target.database()));
        }
    }
}
