package dev.dbops.cli.events;

import dev.dbops.cli.command.Command;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;
import dev.dbops.events.capture.TableChoice;
import dev.dbops.events.capture.TriggerChange;
import dev.dbops.events.capture.TriggerKind;
import dev.dbops.events.capture.TriggerRemoval;
import dev.dbops.events.ddl.SchemaTriggers;
import dev.dbops.postgres.Database;
import dev.dbops.postgres.maintenance.ProtectionMark;
import dev.dbops.target.ConnectionTarget;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Removes the triggers that triggers-install created. */
public final class TriggersRemove implements Command, Runnable {
    private boolean purge;
    private boolean ddl;

    private final TableOptions tables = new TableOptions();
    private final KindOptions kinds = new KindOptions();
    private final Context context;

    public TriggersRemove(Context context) {
        this.context = context;
    }

    @Override
    public void describe(CommandSpecBuilder model) {
        model.description("Remove the triggers that triggers-install created.");
        tables.describe(model);
        kinds.describe(model, "Only the triggers of the event log.", "Only the trigger of updated_at.");
        model.flag("--ddl", "Remove the event triggers of triggers-install --ddl.", value -> ddl = value)
                .flag("--purge", "Drop the event log too, with all events.", value -> purge = value)
                .takesEnvironment()
                .footer(
                        "Without --purge, the log remains, and consumers can read it.",
                        "",
                        "Example: db-ops triggers-remove --table users");
    }

    @Override
    public void run() {
        var choice = ddl && tables.none() && !purge ? Optional.<TableChoice>empty() : Optional.of(tables.choice());
        var target = context.targets().target();
        context.announce(target);
        if (purge && !context.dryRun()) {
            confirm(target);
        }
        try (var database = context.connect(target)) {
            var changes = new ArrayList<TriggerChange>();
            if (ddl
                    && (context.dryRun()
                            ? new SchemaTriggers(database).exist()
                            : new SchemaTriggers(database).remove())) {
                changes.add(SchemaTriggerRow.of("removed"));
            }
            choice.ifPresent(tables -> changes.addAll(removed(database, tables)));
            context.output().print(changes, "no such triggers were found");
            if (purge) {
                context.notes().note(context.dryRun() ? "would drop the event log" : "dropped the event log");
            }
        }
    }

    private List<TriggerChange> removed(Database database, TableChoice choice) {
        var removal =
                new TriggerRemoval(database, kinds.orElse(Set.of(TriggerKind.EVENTS, TriggerKind.UPDATED_AT)), purge);
        return context.dryRun() ? removal.plan(choice) : removal.remove(choice);
    }

    private void confirm(ConnectionTarget target) {
        context.confirmation()
                .require(
                        "drop the event log of database \"%s\"".formatted(target.database()),
                        target,
                        ProtectionMark.of(target));
    }
}
