package dev.dbops.cli.schema;

import dev.dbops.cli.command.Command;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;

/** Loads the schema into the target database. */
public final class SchemaLoad implements Command, Runnable {
    private final LoadOptions options = new LoadOptions();
    private final Context context;

    public SchemaLoad(Context context) {
        this.context = context;
    }

    @Override
    public void describe(CommandSpecBuilder model) {
        model.description("Load the schema in one transaction; stop at the first error.")
                .takesEnvironment()
                .footer("Example: db-ops schema-load -f db/schema.sql prod");
        options.describe(model, ScriptFile.SCHEMA);
    }

    @Override
    public void run() {
        new ScriptLoader(context, options).run(ScriptFile.SCHEMA);
    }
}
