package dev.dbops.cli.schema;

import dev.dbops.cli.Context;
import dev.dbops.cli.EnvironmentArgument;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Loads the schema into the target database. */
@Command(
        name = "schema-load",
        description = "Load the schema: one transaction, stopped at the first error.",
        footer = {"", "Example: db-ops schema-load -f db/schema.sql prod"})
public final class SchemaLoad implements Runnable {
    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description = "Script, - for standard input; default schema.sql, else db/schema.sql.")
    private Path file = ScriptFile.SCHEMA.unnamed();

    @Mixin
    private final EnvironmentArgument environment;

    private final Context context;

    public SchemaLoad(Context context) {
        this.context = context;
        this.environment = new EnvironmentArgument(context);
    }

    @Override
    public void run() {
        new LoadScript(context).run(ScriptFile.SCHEMA, file);
    }
}
