package dev.dbops.cli.migration;

import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;
import dev.dbops.cli.command.ProjectFiles;
import dev.dbops.migration.MigrationDirectory;
import dev.dbops.migration.MigrationFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The option that says where the migrations are. */
final class DirectoryOptions {
    private static final Path UNNAMED = Path.of("");

    private Path named = UNNAMED;

    private final Context context;

    DirectoryOptions(Context context) {
        this.context = context;
    }

    void describe(CommandSpecBuilder model) {
        model.option(
                "--dir",
                "DIRECTORY",
                "Directory of migrations. Default: db/migrations, else backend-flask/db/migrations.",
                Path.class,
                value -> named = value);
    }

    boolean isUnnamedAndMissing() {
        return named.equals(UNNAMED) && !Files.exists(path());
    }

    private Path found() {
        return named.equals(UNNAMED) ? ProjectFiles.directory(context, "migrations") : named;
    }

    String name() {
        return found().toString();
    }

    Path path() {
        return context.file(found());
    }

    MigrationDirectory directory() {
        return new MigrationDirectory(path(), name());
    }

    List<MigrationFile> read() {
        return directory().read();
    }
}
