package dev.dbops.cli.migration;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.cli.command.Command;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;
import dev.dbops.cli.command.NumberRange;
import dev.dbops.cli.schema.Counts;
import dev.dbops.cli.schema.DataGuard;
import dev.dbops.migration.MigrationFile;
import dev.dbops.migration.MigrationOptions;
import dev.dbops.migration.Migrator;
import dev.dbops.postgres.Database;
import dev.dbops.target.ConnectionTarget;
import java.util.List;
import java.util.Optional;

/** Undoes the latest migrations. */
public final class MigrateRollback implements Command, Runnable {
    private final MigrationRunOptions options;
    private Optional<Integer> steps = Optional.empty();
    private String to = "";

    private final Context context;

    public MigrateRollback(Context context) {
        this.context = context;
        this.options = new MigrationRunOptions(context);
    }

    @Override
    public void describe(CommandSpecBuilder model) {
        model.description("Undo the latest migration, or several, each in one transaction.");
        options.describe(model);
        model.number(
                        "--steps",
                        "N",
                        "How many migrations to undo. Default: 1.",
                        new NumberRange(1, Integer.MAX_VALUE, "--to 0 undoes all migrations"),
                        value -> steps = Optional.of(value))
                .option("--to", "VERSION", "Undo all migrations after this version; 0 for all.", value -> to = value)
                .takesEnvironment()
                .footer("Example: db-ops migrate-rollback --dry-run");
    }

    @Override
    public void run() {
        if (steps.isPresent() && !to.isEmpty()) {
            throw new OpsException(Kind.USAGE, "--steps and --to are both given", "choose one of them");
        }
        options.run(this::rollBack);
    }

    private void rollBack(ConnectionTarget target, Database database, List<MigrationFile> files) {
        var scripts = new MigrationScripts(context, database, Direction.ROLL_BACK);
        var choice = new MigrationOptions(Optional.empty(), false, options.lockTimeout());
        var rollback = new Migrator(database, files, choice, scripts).rollback(options.directory());
        var downs = to.isEmpty() ? rollback.last(steps.orElse(1)) : rollback.after(to);
        var plan = new MigrationPlan(context, scripts, downs);
        plan.requireStatements();
        if (context.dryRun()) {
            plan.print("roll back", "nothing to do: no later migration is applied");
            return;
        }
        confirm(new DataGuard(context, target, database), target, downs);
        try {
            rollback.run(downs);
            scripts.committed();
        } catch (OpsException e) {
            throw scripts.atCommit(e);
        }
        var done = scripts.applied();
        context.notes()
                .note(
                        done.isEmpty()
                                ? "nothing to do: no later migration is applied"
                                : "database \"%s\" is rolled back: %s"
                                        .formatted(target.database(), Counts.of(done.size(), "migration")));
        context.output().print(new MigrationResult(target.database(), done), "");
    }

    private static void confirm(DataGuard guard, ConnectionTarget target, List<MigrationFile> downs) {
        if (!downs.isEmpty()) {
            guard.confirmIfProtected("roll back %s of database \"%s\""
                    .formatted(Counts.of(downs.size(), "migration"), target.database()));
        }
    }
}
