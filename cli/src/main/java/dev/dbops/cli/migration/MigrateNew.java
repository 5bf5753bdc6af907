package dev.dbops.cli.migration;

import dev.dbops.cli.Command;
import dev.dbops.cli.CommandModel;
import dev.dbops.cli.Context;
import dev.dbops.migration.NewMigration;

/** Makes the file of a new migration. */
public final class MigrateNew implements Command, Runnable {
    private final DirectoryOption directory;
    private String name = "";

    private final Context context;

    public MigrateNew(Context context) {
        this.context = context;
        this.directory = new DirectoryOption(context);
    }

    /** The file that was made. */
    private record Made(String file) {}

    @Override
    public void describe(CommandModel model) {
        model.description("Make the file of a new migration, named by the time and what it does.")
                .argument("NAME", "What it does, such as add_bio.", value -> name = value);
        directory.describe(model);
        model.footer("Example: db-ops migrate-new add_bio");
    }

    @Override
    public void run() {
        var file = directory.name() + "/" + NewMigration.fileName(name, directory.path());
        if (!context.dryRun()) {
            NewMigration.write(context.file(java.nio.file.Path.of(file)), name);
        }
        context.output().print(new Made(file), file);
    }
}
