package dev.dbops.cli.migration;

import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;
import dev.dbops.migration.MigrationDirectory;
import dev.dbops.migration.MigrationFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The option that says where the migrations are. */
final class DirectoryOptions {
    private static final Path UNNAMED = Path.of("db", "migrations");

    private Path directory = UNNAMED;

    private final Context context;

    DirectoryOptions(Context context) {
        this.context = context;
    }

    void describe(CommandSpecBuilder model) {
        model.option(
                "--dir",
                "DIRECTORY",
                "Directory of migrations. Default: db/migrations.",
                Path.class,
                value -> directory = value);
    }

    boolean isUnnamedAndMissing() {
        return directory.equals(UNNAMED) && !Files.exists(path());
    }

    String name() {
        return directory.toString();
    }

    Path path() {
        return context.file(directory);
    }

    MigrationDirectory directory() {
        return new MigrationDirectory(path(), name());
    }

    List<MigrationFile> read() {
        return directory().read();
    }
}
