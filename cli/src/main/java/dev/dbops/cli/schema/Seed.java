package dev.dbops.cli.schema;

import dev.dbops.cli.Command;
import dev.dbops.cli.CommandModel;
import dev.dbops.cli.Context;
import java.nio.file.Path;

/** Loads the seeds into the target database. */
public final class Seed implements Command, Runnable {
    private Path file = ScriptFile.SEED.unnamed();

    private final Context context;

    public Seed(Context context) {
        this.context = context;
    }

    @Override
    public void describe(CommandModel model) {
        model.description("Load the seeds: one transaction, stopped at the first error.")
                .option(
                        "-f --file",
                        "FILE",
                        "Script, - for standard input; default seed.sql, else db/seed.sql.",
                        Path.class,
                        value -> file = value)
                .takesEnvironment()
                .footer("Example: db-ops seed -f seeds/demo.sql");
    }

    @Override
    public void run() {
        new LoadScript(context).run(ScriptFile.SEED, file);
    }
}
