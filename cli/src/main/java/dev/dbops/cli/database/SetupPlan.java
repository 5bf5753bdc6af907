package dev.dbops.cli.database;

import dev.dbops.cli.command.Context;
import java.util.Optional;

/**
 * The plan of a dry run of setup.
 *
 * @param drop whether a database would be dropped first
 * @param schema the schema to load
 * @param migrations how many migrations the project has
 * @param seed the seeds to load
 * @param userPool the user pool whose user IDs would be written, when one is configured
 */
record SetupPlan(boolean drop, String schema, int migrations, String seed, Optional<String> userPool) {
    /** Prints the plan. */
    static void print(Context context, SetupInputs inputs) {
        if (context.targets().wouldStartLocalServer()) {
            print(context, inputs, false, "start the local server, create a database");
            return;
        }
        var target = context.targets().startedTarget();
        context.announce(target);
        try (var maintenance = context.maintain(target)) {
            var exists = maintenance.exists(target.database());
            print(
                    context,
                    inputs,
                    exists,
                    "%screate database \"%s\"".formatted(exists ? "drop and " : "", target.database()));
        }
    }

    private static void print(Context context, SetupInputs inputs, boolean drop, String creation) {
        var plan = new SetupPlan(
                drop,
                inputs.schema().name(),
                inputs.files().size(),
                inputs.seed().name(),
                inputs.pool().id());
        context.output().print(plan, inputs.sentence(creation));
    }
}
