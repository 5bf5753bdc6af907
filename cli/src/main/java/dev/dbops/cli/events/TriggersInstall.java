package dev.dbops.cli.events;

import dev.dbops.cli.command.Command;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;
import dev.dbops.events.capture.EventTriggers;
import dev.dbops.events.capture.InstallReport;
import dev.dbops.events.capture.TriggerKind;
import java.util.Set;

/** Installs triggers that write a table's changes into the event log, or keep its updated_at. */
public final class TriggersInstall implements Command, Runnable {
    private final TableOptions tables = new TableOptions();
    private final KindOptions kinds = new KindOptions();
    private final TriggersInstallOptions capture = new TriggersInstallOptions();

    private final Context context;

    public TriggersInstall(Context context) {
        this.context = context;
    }

    @Override
    public void describe(CommandSpecBuilder model) {
        model.description("Capture the changes of tables as events in a log.");
        tables.describe(model);
        kinds.describe(
                model,
                "Create triggers that write changes to the event log. Default, unless --updated-at is given.",
                "Create a trigger that sets the column updated_at on every update.");
        capture.describe(model);
        model.takesEnvironment()
                .footer(
                        "A second run with other options replaces the triggers.",
                        "--dry-run prints the SQL.",
                        "",
                        "Example: db-ops triggers-install --table users --exclude-columns email");
    }

    @Override
    public void run() {
        var choice = tables.choice();
        var options = capture.options();
        var target = context.targets().target();
        context.announce(target);
        try (var database = context.connect(target)) {
            var triggers = new EventTriggers(database, kinds.orElse(Set.of(TriggerKind.EVENTS)), options);
            if (context.dryRun()) {
                var script = triggers.script(choice);
                context.output().write(script.sql());
                script.leftOut().forEach(context.notes()::warning);
            } else {
                print(triggers.install(choice));
            }
        }
    }

    private void print(InstallReport report) {
        report.notes().forEach(note -> context.notes().remark(note));
        report.leftOut().forEach(context.notes()::warning);
        context.output().print(report.tables(), "no table was found that can have triggers");
    }
}
