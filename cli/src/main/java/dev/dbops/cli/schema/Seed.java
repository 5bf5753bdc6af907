package dev.dbops.cli.schema;

import dev.dbops.cli.Command;
import dev.dbops.cli.CommandModel;
import dev.dbops.cli.Context;

/** Loads the seeds into the target database. */
public final class Seed implements Command, Runnable {
    private final LoadOptions options = new LoadOptions();
    private final Context context;

    public Seed(Context context) {
        this.context = context;
    }

    @Override
    public void describe(CommandModel model) {
        model.description("Load the seeds: one transaction, stopped at the first error.")
                .takesEnvironment()
                .footer("Example: db-ops seed -f seeds/demo.sql");
        options.describe(model, ScriptFile.SEED);
    }

    @Override
    public void run() {
        new LoadScript(context, options).run(ScriptFile.SEED);
    }
}
