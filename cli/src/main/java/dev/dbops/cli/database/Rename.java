package dev.dbops.cli.database;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.cli.command.Command;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;
import dev.dbops.postgres.maintenance.Maintenance;
import dev.dbops.postgres.maintenance.NewName;
import dev.dbops.postgres.maintenance.ProtectionMark;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.Origin;
import dev.dbops.target.Protection;

/** Renames the target database. */
public final class Rename implements Command, Runnable {
    private String newName = "";
    private boolean force;

    private final Context context;

    public Rename(Context context) {
        this.context = context;
    }

    @Override
    public void describe(CommandSpecBuilder model) {
        model.description("Rename the database.")
                .argument("NAME", "The new name.", value -> newName = value)
                .flag("--force", "End the other sessions of the database first.", value -> force = value)
                .takesEnvironment()
                .footer(
                        "Confirm at the prompt, or pass --yes. A protected target requires the database's",
                        "present name instead: type it, or pass --confirm NAME. The local server's",
                        "databases need no confirmation; a project keeps its database under the new name.",
                        "",
                        "Example: db-ops rename shop_2025 --force");
    }

    /**
     * The result.
     *
     * @param database the name before
     * @param name the name now
     */
    private record Result(String database, String name) {}

    @Override
    public void run() {
        NewName.require(newName);
        var target = context.targets().target();
        context.announce(target);
        var name = target.database();
        Maintenance.refuseToRenameMaintenanceDatabase(name);
        var existing = ProtectionMark.examine(target)
                .orElseThrow(() -> new OpsException(
                        Kind.FAILED,
                        "there is no database \"%s\"".formatted(name),
                        "db-ops query \"SELECT datname FROM pg_database\" -d postgres lists the databases"));
        if (newName.equals(name)) {
            throw new OpsException(
                    Kind.USAGE, "the database is already called \"%s\"".formatted(name), "choose another name");
        }
        if (context.dryRun()) {
            print(name, "would rename database \"%s\" to \"%s\"");
            return;
        }
        confirm(target, existing.protection());
        rename(target);
        print(name, "renamed database \"%s\" to \"%s\"");
        remindOfUrl(target);
    }

    /** A rename on the local server loses nothing, and the project follows its database. */
    private void confirm(ConnectionTarget target, Protection protection) {
        if (target.origin() instanceof Origin.LocalServer && protection instanceof Protection.Unprotected) {
            return;
        }
        context.confirmation()
                .require(
                        "rename database \"%s\" to \"%s\", and clients of \"%s\" can connect no more"
                                .formatted(target.database(), newName, target.database()),
                        target,
                        protection);
    }

    private void rename(ConnectionTarget target) {
        try (var maintenance = context.reserve(target)) {
            maintenance.rename(target.database(), newName, force);
        }
        if (target.origin() instanceof Origin.LocalServer) {
            context.projectDatabase().renamed(target.database(), newName);
        }
    }

    private void print(String name, String sentence) {
        context.output().print(new Result(name, newName), sentence.formatted(name, newName));
    }

    private void remindOfUrl(ConnectionTarget target) {
        if (target.origin() instanceof Origin.UrlVariable || target.origin() instanceof Origin.LibpqVariables) {
            context.notes()
                    .note("%s must name \"%s\" from now on"
                            .formatted(target.origin().description(), newName));
        }
    }
}
