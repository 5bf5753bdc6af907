package dev.dbops.cli.database;

import dev.dbops.cli.command.Command;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;

/** Drops the target database, creates it again, loads the schema, applies the migrations, and seeds it. */
public final class Setup implements Command, Runnable {
    private final Context context;
    private final SetupOptions setup;
    private boolean protect;
    private boolean force;

    public Setup(Context context) {
        this.context = context;
        this.setup = new SetupOptions(context);
    }

    @Override
    public void describe(CommandSpecBuilder model) {
        model.description("Drop and create the database, load its schema, apply the migrations, and seed it.");
        setup.describe(model);
        model.flag(
                        "--protect",
                        "Mark the database as protected: dropping it then requires its name.",
                        value -> protect = value)
                .flag("--force", "End the other sessions of the database first.", value -> force = value)
                .takesEnvironment()
                .footer(
                        "To drop an existing database, confirm at the prompt or pass --yes.",
                        "A protected target (production, Amazon RDS, or marked with --protect) requires",
                        "the database's name instead: type it, or pass --confirm NAME.",
                        "On the local server, rows that setup loaded need no confirmation.",
                        "",
                        "Example: db-ops setup --seed seeds/demo.sql");
    }

    @Override
    public void run() {
        setup.open((session, options, inputs) -> {
            if (context.dryRun()) {
                SetupPlan.print(context, inputs);
                return;
            }
            var target = session.target();
            context.announce(target);
            var recreation = new DatabaseRecreation(context, target, force);
            var lost = recreation.confirm();
            try (var maintenance = context.reserve(target)) {
                var marked = recreation.run(maintenance, lost, protect);
                var steps = new SetupSteps(context, target, options, marked);
                steps.run(inputs, steps::report);
            }
        });
    }
}
