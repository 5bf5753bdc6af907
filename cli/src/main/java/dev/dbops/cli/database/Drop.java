package dev.dbops.cli.database;

import dev.dbops.cli.command.Command;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;
import dev.dbops.postgres.maintenance.Maintenance;
import dev.dbops.postgres.maintenance.ProtectionMark;

/** Drops the target database. */
public final class Drop implements Command, Runnable {
    private boolean force;

    private final Context context;

    public Drop(Context context) {
        this.context = context;
    }

    @Override
    public void describe(CommandSpecBuilder model) {
        model.description("Drop the database.")
                .flag("--force", "End the other sessions of the database first.", value -> force = value)
                .takesEnvironment()
                .footer(
                        "Confirm at the prompt, or pass --yes.",
                        "A protected target (production, Amazon RDS, or marked with setup --protect)",
                        "requires the database's name instead: type it, or pass --confirm NAME.",
                        "On the local server, rows that setup loaded need no confirmation.",
                        "",
                        "Example: db-ops drop --force");
    }

    /**
     * The result.
     *
     * @param database the database's name
     * @param dropped false when there was none
     */
    private record Result(String database, boolean dropped) {}

    @Override
    public void run() {
        var target = context.targets().target();
        context.announce(target);
        var name = target.database();
        Maintenance.refuseToDropMaintenanceDatabase(name);
        var existing = ProtectionMark.examine(target);
        if (existing.isEmpty()) {
            print(name, false, "there is no database \"%s\"");
        } else if (context.dryRun()) {
            print(name, true, "would drop database \"%s\"");
        } else {
            var deed = "drop database \"%s\"".formatted(name);
            new RowsAtStake(context, target).confirm(deed);
            context.confirmation().require(deed, target, existing.get().protection());
            try (var maintenance = context.reserve(target)) {
                print(name, maintenance.drop(name, force), "dropped database \"%s\"");
            }
        }
    }

    private void print(String name, boolean dropped, String sentence) {
        context.output().print(new Result(name, dropped), sentence.formatted(name));
    }
}
