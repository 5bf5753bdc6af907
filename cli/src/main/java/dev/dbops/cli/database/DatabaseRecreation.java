package dev.dbops.cli.database;

import dev.dbops.cli.command.Context;
import dev.dbops.postgres.maintenance.DatabaseDefinition;
import dev.dbops.postgres.maintenance.Maintenance;
import dev.dbops.postgres.maintenance.NewName;
import dev.dbops.postgres.maintenance.ProtectionMark;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.Origin;
import dev.dbops.target.Protection;
import java.util.Optional;

/** Replaces a database by an empty one of the same name. */
final class DatabaseRecreation {
    private final Context context;
    private final ConnectionTarget target;
    private final boolean force;

    /** @param force whether to end the sessions that are in the way */
    DatabaseRecreation(Context context, ConnectionTarget target, boolean force) {
        this.context = context;
        this.target = target;
        this.force = force;
    }

    /** Asks whether the existing database may be dropped. */
    Lost confirm() {
        Maintenance.refuseToDropMaintenanceDatabase(target.database());
        NewName.requireLength(target.database());
        return confirmDrop();
    }

    /**
     * Drops the database, and creates it again.
     *
     * @param lost what was confirmed
     * @param protect whether to mark the new database as protected; it keeps the mark of the existing one
     * @return whether the new database has the mark
     */
    boolean run(Maintenance maintenance, Lost lost, boolean protect) {
        var name = target.database();
        if (maintenance.drop(name, force)) {
            context.notes().note("dropped database \"%s\"%s".formatted(name, RowsAtStake.inParentheses(lost.rows())));
        }
        maintenance.create(DatabaseDefinition.named(name));
        var marked = protect || lost.marked();
        if (marked) {
            maintenance.protect(name);
        }
        context.notes().note("created database \"%s\"".formatted(name));
        return marked;
    }

    /**
     * The loss of the existing database.
     *
     * @param rows the number of rows, if they were counted
     * @param marked whether it had the mark
     */
    record Lost(Optional<Long> rows, boolean marked) {}

    /** Asks when there is something to lose. On the local server only rows count, unless the database is marked. */
    private Lost confirmDrop() {
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
}
