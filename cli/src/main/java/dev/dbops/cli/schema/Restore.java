package dev.dbops.cli.schema;

import dev.dbops.FileContent;
import dev.dbops.InputFile;
import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.cli.command.Command;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;
import dev.dbops.dump.ClientPrograms;
import dev.dbops.dump.DatabaseArchive;
import dev.dbops.dump.DumpOptions;
import java.nio.file.Files;
import java.nio.file.Path;

/** Loads a dump with rows into the target database: an archive or SQL. */
public final class Restore implements Command, Runnable {
    private static final Path UNNAMED = Path.of("");

    private final LoadOptions options = new LoadOptions();
    private Path file = UNNAMED;
    private boolean owners;
    private boolean privileges;

    private final Context context;

    public Restore(Context context) {
        this.context = context;
    }

    @Override
    public void describe(CommandSpecBuilder model) {
        model.description("Load a dump: an archive of pg_dump, or SQL.")
                .argument("FILE", "Dump file; - for standard input.", Path.class, value -> file = value)
                .flag(
                        "--owners",
                        "Restore the owners of the archive's objects. The roles must exist.",
                        value -> owners = value)
                .flag(
                        "--privileges",
                        "Restore the privileges in the archive. The roles must exist.",
                        value -> privileges = value)
                .takesEnvironment()
                .footer(
                        "restore loads the dump in one transaction and stops at the first error,",
                        "as schema-load does.",
                        "",
                        "Example: db-ops restore backup.dump");
        options.describeRun(model);
    }

    @Override
    public void run() {
        if (file.equals(UNNAMED)) {
            throw new OpsException(Kind.USAGE, "the dump is missing", "db-ops restore FILE; - is standard input");
        }
        new ScriptLoader(context, options).run(this::open, false);
    }

    private InputFile open() {
        if (Files.isDirectory(context.file(file))) {
            throw new OpsException(
                    Kind.USAGE,
                    file + " is a directory, which restore does not read",
                    "if pg_dump wrote it: pg_restore -f - %s | db-ops restore -".formatted(file));
        }
        var dump = ScriptFile.SCHEMA.open(context, file);
        if (!FileContent.isDatabaseArchive(dump)) {
            return dump;
        }
        try (dump) {
            var programs = ClientPrograms.installed(
                    "pg_restore", context.variable("PATH"), context.distributed("postgresql/client/bin"));
            return new DatabaseArchive(dump, programs).script(new DumpOptions(owners, privileges));
        }
    }
}
