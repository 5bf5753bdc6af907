package dev.dbops.cli.events;

import dev.dbops.cli.command.Command;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;
import dev.dbops.events.capture.EventTriggers;
import dev.dbops.events.capture.TableChoice;
import dev.dbops.events.capture.TriggerChange;
import dev.dbops.events.capture.TriggerKind;
import dev.dbops.events.ddl.SchemaTriggers;
import dev.dbops.postgres.Database;
import java.util.ArrayList;
import java.util.Optional;
import java.util.Set;

/** Installs triggers that write a table's changes into the event log, or keep its updated_at. */
public final class TriggersInstall implements Command, Runnable {
    /** Follows the statements: those for the rows depend on the triggers. */
    private static final String ROWS =
            "-- then, in the same transaction: the rows of tables that were not captured before"
                    + " are inserted into dbops.event_log\n";

    private final TableOptions tables = new TableOptions();
    private final KindOptions kinds = new KindOptions();
    private final TriggersInstallOptions capture = new TriggersInstallOptions();

    private boolean ddl;
    private boolean snapshot;

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
        model.flag(
                        "--ddl",
                        "Also capture ALTER TABLE and DROP TABLE of all captured tables, by event triggers (as"
                                + " superuser).",
                        value -> ddl = value)
                .flag(
                        "--snapshot",
                        "Also write the rows that the tables have into the log, as read events. Writers wait"
                                + " meanwhile.",
                        value -> snapshot = value);
        model.takesEnvironment()
                .footer(
                        "A second run with other options replaces the triggers.",
                        "--dry-run prints the SQL.",
                        "",
                        "Example: db-ops triggers-install --table users --exclude-columns email");
    }

    @Override
    public void run() {
        if (snapshot) {
            kinds.requireEvents("--snapshot");
        }
        var choice = ddl && !snapshot && tables.none() ? Optional.<TableChoice>empty() : Optional.of(tables.choice());
        var options = capture.options();
        var target = context.targets().target();
        context.announce(target);
        try (var database = context.connect(target)) {
            var triggers = new EventTriggers(database, kinds.orElse(Set.of(TriggerKind.EVENTS)), options);
            if (context.dryRun()) {
                preview(database, triggers, choice);
            } else {
                install(database, triggers, choice);
            }
        }
    }

    private void preview(Database database, EventTriggers triggers, Optional<TableChoice> choice) {
        if (ddl) {
            context.output().write(new SchemaTriggers(database).script());
        }
        if (choice.isPresent()) {
            var script = triggers.script(choice.get());
            context.output().write(script.sql());
            if (snapshot) {
                context.output().write(ROWS);
            }
            script.leftOut().forEach(context.notes()::warning);
        }
    }

    /** The event triggers come first: they need a privilege that the others do not. */
    private void install(Database database, EventTriggers triggers, Optional<TableChoice> choice) {
        var changes = new ArrayList<TriggerChange>();
        if (ddl) {
            var schema = new SchemaTriggers(database).install();
            schema.notes().forEach(note -> context.notes().remark(note));
            changes.add(SchemaTriggerRow.of(schema.state()));
        }
        if (choice.isPresent()) {
            var report = snapshot ? triggers.installWithRows(choice.get()) : triggers.install(choice.get());
            report.notes().forEach(note -> context.notes().remark(note));
            report.leftOut().forEach(context.notes()::warning);
            changes.addAll(report.tables());
        }
        context.output().print(changes, "no table was found that can have triggers");
    }
}
