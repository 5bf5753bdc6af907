package dev.dbops.cli.rds.settings;

import dev.dbops.aws.modification.Modification;
import dev.dbops.aws.modification.PendingChange;
import dev.dbops.aws.modification.PlannedChange;
import dev.dbops.aws.modification.PlannedChange.Applied;
import dev.dbops.aws.rds.DatabaseInstance;
import dev.dbops.cli.command.Context;
import java.util.List;
import java.util.stream.Collectors;

/** Tells people what a modification changes, when, and what else is pending. */
final class ModificationReport {
    private final Context context;
    private final Modification modification;
    private final List<PlannedChange> changes;

    ModificationReport(Context context, Modification modification) {
        this.context = context;
        this.modification = modification;
        this.changes = modification.changes();
    }

    /**
     * The modification.
     *
     * @param type instance or cluster
     * @param name its identifier
     * @param state its state at the end, as RDS reports it
     * @param requested whether it was requested from AWS
     * @param maintenanceWindow when AWS applies what waits, in UTC
     * @param changes the changes
     * @param pending what was pending before
     */
    private record Result(
            DatabaseInstance.Type type,
            String name,
            String state,
            boolean requested,
            String maintenanceWindow,
            List<PlannedChange> changes,
            List<PendingChange> pending) {}

    boolean isEmpty() {
        return changes.isEmpty();
    }

    /** Notes what is pending already, and what AWS will do otherwise than requested. */
    void notePending(boolean immediately) {
        var pending = modification.pending();
        if (!pending.isEmpty()) {
            var list = pending.stream().map(PendingChange::description).collect(Collectors.joining(", "));
            if (immediately && !isEmpty()) {
                context.notes()
                        .warning("already pending, and now applied too: %s; that can interrupt the database"
                                .formatted(list));
            } else {
                context.notes().note("already pending: " + list);
            }
        }
        modification.remark().ifPresent(context.notes()::remark);
    }

    /** The change, as it follows "this will" or "would". */
    String deed() {
        var list = changes.stream().map(PlannedChange::description).collect(Collectors.joining(", "));
        var interrupting = changes.stream().filter(PlannedChange::interrupts).toList();
        var waits = changes.stream().anyMatch(change -> change.applied() == Applied.MAINTENANCE_WINDOW);
        var effect = interrupting.isEmpty()
                ? ""
                : "; this interrupts the database (%s)"
                        .formatted(interrupting.stream()
                                .map(PlannedChange::setting)
                                .collect(Collectors.joining(", ")));
        return "modify %s: %s%s%s"
                .formatted(modification.database().description(), list, effect, waits ? "; " + later() : "");
    }

    /** The changes that wait, and until when. */
    private String later() {
        var waiting = changes.stream()
                .filter(change -> change.applied() == Applied.MAINTENANCE_WINDOW)
                .map(PlannedChange::setting)
                .collect(Collectors.joining(", "));
        var next = modification.nextWindow().map(" UTC, next at %s"::formatted).orElse("");
        return "in the maintenance window %s%s: %s".formatted(modification.maintenanceWindow(), next, waiting);
    }

    /** The changes that wait when the command has ended; empty when none does. */
    String afterwards() {
        return changes.stream().anyMatch(change -> change.applied() == Applied.MAINTENANCE_WINDOW)
                ? "; %s (--apply-immediately does not wait)".formatted(later())
                : "";
    }

    /** Prints the result; people have read in a note what is pending. */
    void print(DatabaseInstance now, boolean requested, String sentence) {
        var pending = context.output().isForPeople() ? List.<PendingChange>of() : modification.pending();
        context.output()
                .print(
                        new Result(
                                now.type(),
                                now.name(),
                                now.state(),
                                requested,
                                modification.maintenanceWindow(),
                                changes,
                                pending),
                        sentence);
    }
}
