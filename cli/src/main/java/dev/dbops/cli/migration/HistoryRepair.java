package dev.dbops.cli.migration;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.cli.command.Context;
import dev.dbops.cli.schema.Counts;
import dev.dbops.migration.MigrationFile;
import dev.dbops.migration.Migrator;
import dev.dbops.target.ConnectionTarget;
import java.util.List;

/** Makes the history of migrations match the files. */
final class HistoryRepair {
    private final Context context;
    private final ConnectionTarget target;
    private final String directory;

    HistoryRepair(Context context, ConnectionTarget target, String directory) {
        this.context = context;
        this.target = target;
        this.directory = directory;
    }

    /** The result of the repair. */
    private record Repaired(String database, int forgotten, int accepted, int deleted) {}

    /**
     * Asks, repairs, and prints the result.
     *
     * @throws OpsException of kind REFUSED if there are no files
     */
    void run(List<MigrationFile> files, Migrator migrator) {
        if (files.isEmpty()) {
            throw new OpsException(
                    Kind.REFUSED,
                    "%s holds no migrations: the whole history would be marked as deleted".formatted(directory),
                    "name the right directory with --dir");
        }
        MigrationPlan.confirmRepair(context, target);
        if (context.dryRun()) {
            return;
        }
        var done = migrator.repair();
        context.output()
                .print(
                        new Repaired(target.database(), done.forgotten(), done.accepted(), done.deleted()),
                        "forgot %s, accepted %s, marked %s as deleted"
                                .formatted(
                                        Counts.of(done.forgotten(), "failed migration"),
                                        Counts.of(done.accepted(), "changed file"),
                                        Counts.of(done.deleted(), "missing file")));
    }
}
