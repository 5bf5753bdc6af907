package dev.dbops.cli.migration;

import dev.dbops.cli.command.Command;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;
import dev.dbops.migration.Migration;
import dev.dbops.migration.MigrationOptions;
import dev.dbops.migration.MigrationState;
import dev.dbops.migration.Migrator;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;

/** Shows which migrations the target database has. */
public final class MigrateStatus implements Command, Callable<Integer> {
    private final DirectoryOptions directory;
    private boolean check;

    private final Context context;

    public MigrateStatus(Context context) {
        this.context = context;
        this.directory = new DirectoryOptions(context);
    }

    /**
     * One migration.
     *
     * @param version empty for a repeatable one
     * @param file the file's name
     * @param state how it stands
     * @param appliedAt when it was applied, or failed
     * @param appliedBy by which role
     * @param milliseconds how long that took
     */
    private record Row(
            String version,
            String file,
            String state,
            Optional<Instant> appliedAt,
            Optional<String> appliedBy,
            Optional<Integer> milliseconds) {
        static Row of(Migration migration) {
            return new Row(
                    migration.version().orElse(""),
                    migration.file(),
                    migration.state().toString(),
                    migration.appliedAt(),
                    migration.appliedBy(),
                    migration.milliseconds());
        }
    }

    @Override
    public void describe(CommandSpecBuilder model) {
        model.description("List applied and pending migrations.");
        directory.describe(model);
        model.flag(
                        "--check",
                        "Exit with 1 if a migration is pending or does not match the history.",
                        value -> check = value)
                .takesEnvironment()
                .footer("Example: db-ops migrate-status prod");
    }

    @Override
    public Integer call() {
        var files = directory.read();
        try (var database = context.connect(context.targets().target())) {
            var options = new MigrationOptions(Optional.empty(), false, Duration.ZERO);
            var migrations = new Migrator(database, files, options, new MigrationScripts(context, database)).list();
            context.output().print(migrations.stream().map(Row::of).toList(), "there are no migrations");
            return check && migrations.stream().map(Migration::state).anyMatch(MigrateStatus::isOpen) ? 1 : 0;
        }
    }

    private static boolean isOpen(MigrationState state) {
        return state.isDue() || state.isTrouble();
    }
}
