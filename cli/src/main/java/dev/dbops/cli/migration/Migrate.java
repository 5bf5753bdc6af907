package dev.dbops.cli.migration;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.cli.command.Command;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;
import dev.dbops.cli.schema.Counts;
import dev.dbops.cli.schema.DataGuard;
import dev.dbops.migration.MigrationFile;
import dev.dbops.migration.MigrationOptions;
import dev.dbops.migration.Migrator;
import dev.dbops.postgres.Database;
import dev.dbops.target.ConnectionTarget;
import java.util.List;
import java.util.Optional;

/** Applies the migrations that the target database does not have yet. */
public final class Migrate implements Command, Runnable {
    private final MigrationRunOptions options;
    private String to = "";
    private boolean outOfOrder;
    private String baseline = "";
    private boolean repair;

    private final Context context;

    public Migrate(Context context) {
        this.context = context;
        this.options = new MigrationRunOptions(context);
    }

    @Override
    public void describe(CommandSpecBuilder model) {
        model.description("Apply pending migrations, each in one transaction.");
        options.describe(model);
        model.option("--to", "VERSION", "Last migration to apply.", value -> to = value)
                .flag(
                        "--out-of-order",
                        "Also apply migrations older than the last applied one.",
                        value -> outOfOrder = value)
                .option(
                        "--baseline",
                        "VERSION",
                        "Start the history of an existing database: migrations up to this version count as "
                                + "applied; 0 for none.",
                        value -> baseline = value)
                .flag(
                        "--repair",
                        "Correct the history and apply nothing: remove failed migrations, accept changed files, "
                                + "mark missing files as deleted.",
                        value -> repair = value)
                .takesEnvironment()
                .footer("Example: db-ops migrate --dry-run prod");
    }

    @Override
    public void run() {
        if (repair && !(to + baseline).isEmpty()) {
            throw new OpsException(Kind.USAGE, "--repair applies nothing", "give it without --to and --baseline");
        }
        options.run(this::run);
    }

    private void run(ConnectionTarget target, Database database, List<MigrationFile> files) {
        var scripts = new MigrationScripts(context, database);
        var last = Optional.of(to).filter(version -> !version.isEmpty());
        var choice = new MigrationOptions(last, outOfOrder, options.lockTimeout());
        var migrator = new Migrator(database, files, choice, scripts);
        if (repair) {
            new HistoryRepair(context, target, options.directory().name()).run(files, migrator);
        } else {
            migrate(target, database, migrator, scripts);
        }
    }

    private void migrate(ConnectionTarget target, Database database, Migrator migrator, MigrationScripts scripts) {
        if (!baseline.isEmpty() && !context.dryRun()) {
            migrator.baseline(baseline);
            context.notes().note("the history begins at version " + baseline);
        }
        var plan = MigrationPlan.of(context, scripts, migrator);
        if (context.dryRun()) {
            plan.print("apply", "nothing to do: all migrations are applied");
            return;
        }
        var guard = new DataGuard(context, target, database);
        plan.confirm(guard);
        scripts.watchedBy(guard);
        try {
            migrator.migrate();
            scripts.committed();
        } catch (OpsException e) {
            throw scripts.atCommit(e);
        }
        var applied = scripts.applied();
        var sentence = applied.isEmpty()
                ? "nothing to do: database \"%s\" has all migrations"
                : "database \"%s\" is migrated: %s";
        context.notes().note(sentence.formatted(target.database(), Counts.of(applied.size(), "migration")));
        context.output().print(new MigrationResult(target.database(), applied), "");
    }
}
