package dev.dbops.cli.schema;

import dev.dbops.FileReplacement;
import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.cli.command.Command;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;
import dev.dbops.dump.DatabaseDumper;
import dev.dbops.dump.DumpFormat;
import dev.dbops.dump.WholeFile;
import dev.dbops.target.ConnectionTarget;
import java.io.OutputStream;
import java.nio.file.Path;

/** Writes the target database with all its rows to a file, by pg_dump. */
public final class Dump implements Command, Runnable {
    private static final Path STANDARD_OUTPUT = Path.of("-");

    private Path file = STANDARD_OUTPUT;
    private String format = DumpFormat.names().getFirst();
    private final PgDumpOptions options = new PgDumpOptions();

    private final Context context;

    public Dump(Context context) {
        this.context = context;
    }

    /**
     * The result of a dump to a file.
     *
     * @param database the database's name
     * @param file the file
     * @param format the format of the dump
     * @param bytes the size of the file
     * @param pgDump the version of the pg_dump that was used
     */
    private record Written(String database, String file, String format, long bytes, String pgDump) {}

    @Override
    public void describe(CommandSpecBuilder model) {
        model.description("Dump the database with all its rows, with pg_dump.")
                .option(
                        "-f --file",
                        "FILE",
                        "Output file, written completely or not at all. Default: standard output.",
                        Path.class,
                        value -> file = value)
                .choice(
                        "--format",
                        "FORMAT",
                        "plain (SQL), or custom (a compressed archive). Default: plain.",
                        DumpFormat.names(),
                        value -> format = value);
        options.describe(model, " Archives always include them.", "as for schema-dump.");
        model.takesEnvironment()
                .footer(
                        "Overwriting a file requires confirmation at the prompt, or --yes.",
                        "",
                        "Example: db-ops dump -f backup.dump --format custom");
    }

    @Override
    public void run() {
        var chosen = DumpFormat.of(format);
        var toStandardOutput = file.equals(STANDARD_OUTPUT);
        if (toStandardOutput
                && chosen == DumpFormat.CUSTOM
                && context.terminal().isScreen()) {
            throw new OpsException(
                    Kind.USAGE, "an archive cannot be shown on a terminal", "name a file with -f, or write to a pipe");
        }
        var target = context.targets().target();
        if (context.dryRun()) {
            context.notes()
                    .note("would dump database \"%s\" to %s"
                            .formatted(target.database(), toStandardOutput ? "standard output" : file));
        } else if (toStandardOutput) {
            print(target, chosen);
        } else {
            write(target, chosen);
        }
    }

    private void write(ConnectionTarget target, DumpFormat chosen) {
        var destination = new WholeFile(context.file(file), file.toString());
        if (destination.hasContent()) {
            context.confirmation().requireYes("overwrite " + file);
        }
        try (var database = context.connect(target)) {
            var dumper = new DatabaseDumper(database, options.programs(context));
            destination.write(out -> dump(dumper, chosen, out), FileReplacement.PRIVATE);
            var version = dumper.program().version();
            var bytes = destination.size();
            context.notes()
                    .note("dumped database \"%s\" to %s: %s, by pg_dump %s"
                            .formatted(target.database(), file, Counts.of(bytes, "byte"), version));
            context.output().print(new Written(target.database(), file.toString(), format, bytes, version), "");
        }
    }

    private void print(ConnectionTarget target, DumpFormat chosen) {
        try (var database = context.connect(target)) {
            dump(new DatabaseDumper(database, options.programs(context)), chosen, context.output().stream());
        }
    }

    private void dump(DatabaseDumper dumper, DumpFormat chosen, OutputStream out) {
        dumper.dump(chosen, options.contents(), out).forEach(context.notes()::warning);
    }
}
