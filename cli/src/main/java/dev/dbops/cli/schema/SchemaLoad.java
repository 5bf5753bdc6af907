package dev.dbops.cli.schema;

import dev.dbops.cli.Command;
import dev.dbops.cli.CommandModel;
import dev.dbops.cli.Context;
import java.nio.file.Path;

/** Loads the schema into the target database. */
public final class SchemaLoad implements Command, Runnable {
    private Path file = ScriptFile.SCHEMA.unnamed();

    private final Context context;

    public SchemaLoad(Context context) {
        this.context = context;
    }

    @Override
    public void describe(CommandModel model) {
        model.description("Load the schema: one transaction, stopped at the first error.")
                .option(
                        "-f --file",
                        "FILE",
                        "Script, - for standard input; default schema.sql, else db/schema.sql.",
                        Path.class,
                        value -> file = value)
                .takesEnvironment()
                .footer("Example: db-ops schema-load -f db/schema.sql prod");
    }

    @Override
    public void run() {
        new LoadScript(context).run(ScriptFile.SCHEMA, file);
    }
}
