package dev.dbops.cli.schema;

import dev.dbops.cli.Context;
import dev.dbops.cli.EnvironmentArgument;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Loads the seeds into the target database. */
@Command(
        name = "seed",
        description = "Load the seeds: one transaction, stopped at the first error.",
        footer = {"", "Example: db-ops seed -f seeds/demo.sql"})
public final class Seed implements Runnable {
    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description = "Script, - for standard input; default seed.sql, else db/seed.sql.")
    private Path file = ScriptFile.SEED.unnamed();

    @Mixin
    private final EnvironmentArgument environment;

    private final Context context;

    public Seed(Context context) {
        this.context = context;
        this.environment = new EnvironmentArgument(context);
    }

    @Override
    public void run() {
        new LoadScript(context).run(ScriptFile.SEED, file);
    }
}
