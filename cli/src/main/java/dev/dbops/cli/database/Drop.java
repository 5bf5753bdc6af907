package dev.dbops.cli.database;

import dev.dbops.cli.Context;
import dev.dbops.cli.EnvironmentArgument;
import dev.dbops.postgres.Maintenance;
import dev.dbops.postgres.ProtectionMark;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Drops the target database. */
@Command(
        name = "drop",
        description = "Drop the database.",
        footer = {"", "Example: db-ops drop --force"})
public final class Drop implements Runnable {
    @Option(names = "--force", description = "End the sessions that are in the way.")
    private boolean force;

    @Mixin
    private final EnvironmentArgument environment;

    private final Context context;

    public Drop(Context context) {
        this.context = context;
        this.environment = new EnvironmentArgument(context);
    }

    /**
     * What happened.
     *
     * @param database the database's name
     * @param dropped false when there was none
     */
    private record Result(String database, boolean dropped) {}

    @Override
    public void run() {
        var target = context.target();
        context.announce(target);
        var name = target.database();
        Maintenance.refuseToDropMaintenanceDatabase(name);
        try (var maintenance = context.maintain(target)) {
            if (!maintenance.exists(name)) {
                print(name, false, "there is no database \"%s\"");
            } else if (context.dryRun()) {
                print(name, true, "would drop database \"%s\"");
            } else {
                context.confirmation()
                        .require("drop database \"%s\"".formatted(name), target, ProtectionMark.protectionOf(target));
                print(name, maintenance.drop(name, force), "dropped database \"%s\"");
            }
        }
    }

    private void print(String name, boolean dropped, String sentence) {
        context.output().print(new Result(name, dropped), sentence.formatted(name));
    }
}
