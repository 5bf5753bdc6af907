package dev.dbops.cli.migration;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.cli.command.Command;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;
import dev.dbops.migration.NewMigration;
import dev.dbops.text.Redactor;
import java.util.List;
import java.util.Map;

/** Makes the file of a new migration. */
public final class MigrateNew implements Command, Runnable {
    private final DirectoryOptions directory;
    private String name = "";
    private boolean down;

    private final Context context;

    public MigrateNew(Context context) {
        this.context = context;
        this.directory = new DirectoryOptions(context);
    }

    /** The file that was made. */
    private record Made(String file) {}

    @Override
    public void describe(CommandSpecBuilder model) {
        model.description("Create a migration file, named by time and purpose.")
                .argument("NAME", "Purpose of the migration, such as add_bio.", value -> name = value);
        directory.describe(model);
        model.flag("--down", "Add a section for the statements that undo the migration.", value -> down = value)
                .footer("Example: db-ops migrate-new add_bio");
    }

    @Override
    public void run() {
        if (!Redactor.of(List.of(name), Map.of()).redact(name).equals(name)) {
            // the name would be that of a file that goes into version control
            throw new OpsException(
                    Kind.USAGE,
                    "the name of the migration contains a password",
                    "give the migration a name: db-ops migrate-new add_bio");
        }
        var file = directory.name() + "/" + NewMigration.fileName(name, directory.path());
        if (!context.dryRun()) {
            NewMigration.write(context.file(java.nio.file.Path.of(file)), name, down);
        }
        context.output().print(new Made(file), file);
    }
}
