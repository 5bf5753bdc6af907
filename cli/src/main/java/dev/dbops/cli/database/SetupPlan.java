package dev.dbops.cli.database;

import dev.dbops.InputFile;
import dev.dbops.cli.cognito.ConfiguredPool;
import dev.dbops.cli.command.Context;
import dev.dbops.cli.schema.Counts;
import dev.dbops.cli.schema.ScriptFile;
import java.util.ArrayList;
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
    /**
     * The actions of setup in a sentence.
     *
     * @param creation the first of them
     */
    static String sentence(String creation, InputFile schema, int migrations, InputFile seed, ConfiguredPool pool) {
        var actions = new ArrayList<String>();
        actions.add(creation);
        if (!ScriptFile.isMissing(schema)) {
            actions.add("load " + schema.name());
        }
        if (migrations > 0) {
            var count = Counts.of(migrations, "migration");
            actions.add(
                    ScriptFile.isMissing(schema)
                            ? "apply " + count
                            : "apply those of %s that %s does not contain".formatted(count, schema.name()));
        }
        if (!ScriptFile.isMissing(seed)) {
            actions.add("load " + seed.name());
        }
        pool.id().ifPresent(id -> actions.add("write the user IDs of user pool " + id));
        var last = actions.removeLast();
        return actions.isEmpty()
                ? "would " + last
                : "would %s%s and %s".formatted(String.join(", ", actions), actions.size() == 1 ? "" : ",", last);
    }

    /** Prints the plan of a dry run. */
    static void print(Context context, InputFile schema, int count, InputFile seed, ConfiguredPool pool) {
        if (context.targets().wouldStartLocalServer()) {
            print(context, false, "start the local server, create a database", schema, count, seed, pool);
            return;
        }
        var target = context.targets().startedTarget();
        context.announce(target);
        try (var maintenance = context.maintain(target)) {
            var exists = maintenance.exists(target.database());
            var creation = "%screate database \"%s\"".formatted(exists ? "drop and " : "", target.database());
            print(context, exists, creation, schema, count, seed, pool);
        }
    }

    private static void print(
            Context context,
            boolean drop,
            String creation,
            InputFile schema,
            int count,
            InputFile seed,
            ConfiguredPool pool) {
        context.output()
                .print(
                        new SetupPlan(drop, schema.name(), count, seed.name(), pool.id()),
                        sentence(creation, schema, count, seed, pool));
    }
}
