package dev.dbops.cli.migration;

import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;
import dev.dbops.migration.MigrationDirectory;
import dev.dbops.migration.MigrationFile;
import dev.dbops.postgres.Database;
import dev.dbops.script.LoadLock;
import dev.dbops.target.ConnectionTarget;
import java.time.Duration;
import java.util.List;

/** The options that applying and rolling back migrations have in common, and their session. */
final class MigrationRunOptions {
    private final DirectoryOptions directory;
    private Duration lockTimeout = Duration.ofSeconds(60);

    private final Context context;

    MigrationRunOptions(Context context) {
        this.context = context;
        this.directory = new DirectoryOptions(context);
    }

    /** The work of a command with the files and the database. */
    interface Work {
        void run(ConnectionTarget target, Database database, List<MigrationFile> files);
    }

    void describe(CommandSpecBuilder model) {
        directory.describe(model);
        model.duration(
                "--lock-timeout",
                "Time limit for waiting for another load or migration, and for the locks of each file. Default: 60s.",
                "0s",
                "24d",
                value -> lockTimeout = value);
    }

    Duration lockTimeout() {
        return lockTimeout;
    }

    MigrationDirectory directory() {
        return directory.directory();
    }

    /** Reads the files, connects, and prevents another load meanwhile, unless this is a dry run. */
    void run(Work work) {
        var files = directory.read();
        var target = context.targets().target();
        if (context.dryRun()) {
            context.confirmation().refuseOtherName(target);
        } else {
            context.announce(target);
        }
        try (var database = context.connect(target)) {
            if (!context.dryRun()) {
                new LoadLock(database).acquire(lockTimeout);
            }
            work.run(target, database, files);
        }
    }
}
