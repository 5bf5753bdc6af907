package dev.dbops.cli.database;

import dev.dbops.InputFile;
import dev.dbops.OpsException;
import dev.dbops.cli.cognito.ConfiguredPool;
import dev.dbops.cli.command.Command;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;
import dev.dbops.cli.schema.LoadSession;
import dev.dbops.cli.schema.ReportedRun;
import dev.dbops.cli.schema.ScriptFile;
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

/** Drops the target database, creates it again, loads the schema, and seeds it. */
public final class Setup implements Command, Runnable {
    private Path schemaFile = ScriptFile.SCHEMA.unnamed();

    private Path seedFile = ScriptFile.SEED.unnamed();

    private boolean protect;

    private boolean force;

    private boolean noCognito;

    private final Context context;

    public Setup(Context context) {
        this.context = context;
    }

    @Override
    public void describe(CommandSpecBuilder model) {
        model.description("Drop and create the database, load its schema, and seed it.")
                .option(
                        "--schema",
                        "FILE",
                        "Schema. Default: schema.sql, else db/schema.sql.",
                        Path.class,
                        value -> schemaFile = value)
                .option(
                        "--seed",
                        "FILE",
                        "Seeds. Default: seed.sql, else db/seed.sql, if it exists.",
                        Path.class,
                        value -> seedFile = value)
                .flag("--protect", "Mark the database as protected.", value -> protect = value)
                .flag("--force", "End the sessions that are in the way.", value -> force = value)
                .flag(
                        "--no-cognito",
                        "Skip cognito-sync, which setup runs if AWS_COGNITO_USER_POOL_ID is set.",
                        value -> noCognito = value)
                .takesEnvironment()
                .footer(
                        "An existing database is dropped. This requires confirmation at the prompt, or --yes. A",
                        "protected target requires the database's name instead, typed or with --confirm NAME. On",
                        "the local server, rows that setup loaded need no confirmation.",
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

    /**
     * The plan of a dry run.
     *
     * @param drop whether a database would be dropped first
     * @param schema the schema to load
     * @param seed the seeds to load
     * @param userPool the user pool whose user IDs would be written, when one is configured
     */
    private record Plan(boolean drop, String schema, String seed, Optional<String> userPool) {}

    @Override
    public void run() {
        try (var schema = ScriptFile.SCHEMA.open(context, schemaFile);
                var seed = ScriptFile.SEED.openIfExists(context, seedFile);
                var pool = ConfiguredPool.open(context, !noCognito)) {
            // All scripts are checked before anything is dropped.
            var session = new LoadSession(this::target, this::serverVersion);
            var options = ScriptOptions.defaults(context.file(Path.of("")), session);
            ScriptOutline.of(schema, options);
            ScriptOutline.of(seed, options);
            if (context.dryRun()) {
                printPlan(schema, seed, pool);
                return;
            }
            var target = session.target();
            context.announce(target);
            protect |= recreate(target);
            fill(target, options, schema, seed, pool);
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

    private void printPlan(InputFile schema, InputFile seed, ConfiguredPool pool) {
        var files = "load %s and %s".formatted(schema.name(), seed.name())
                + pool.id()
                        .map(", and write the user IDs of user pool %s"::formatted)
                        .orElse("");
        if (context.targets().wouldStartLocalServer()) {
            context.output()
                    .print(
                            new Plan(false, schema.name(), seed.name(), pool.id()),
                            "would start the local server, create a database, and " + files);
            return;
        }
        var target = context.targets().startedTarget();
        context.announce(target);
        try (var maintenance = context.maintain(target)) {
            var exists = maintenance.exists(target.database());
            context.output()
                    .print(
                            new Plan(exists, schema.name(), seed.name(), pool.id()),
                            "would %screate database \"%s\", and %s"
                                    .formatted(exists ? "drop and " : "", target.database(), files));
        }
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

    private void fill(
            ConnectionTarget target, ScriptOptions options, InputFile schema, InputFile seed, ConfiguredPool pool) {
        try (var database = context.connect(target)) {
            new ReportedRun(context).run(target, database, schema, options);
            if (protect) {
                // the schema may set a comment on the database, which contains the mark
                new ProtectionMark(database).set();
            }
        }
        // settings of the schema's script, such as the empty search path of a dump, end with its session
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
