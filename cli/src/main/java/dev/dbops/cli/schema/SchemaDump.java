package dev.dbops.cli.schema;

import dev.dbops.cli.command.Command;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;
import dev.dbops.dump.SchemaDumper;
import dev.dbops.dump.WholeFile;
import dev.dbops.target.ConnectionTarget;
import java.nio.file.Path;
import java.util.concurrent.Callable;

/** Writes the schema of the target database as SQL, or compares it with the file that holds it. */
public final class SchemaDump implements Command, Callable<Integer> {
    private static final Path UNNAMED = Path.of("");
    private static final Path STANDARD_OUTPUT = Path.of("-");

    private Path file = UNNAMED;
    private boolean check;
    private final PgDumpOptions options = new PgDumpOptions();

    private final Context context;

    public SchemaDump(Context context) {
        this.context = context;
    }

    /** The schema in JSON. */
    private record Text(String database, String pgDump, String schema) {}

    @Override
    public void describe(CommandSpecBuilder model) {
        model.description("Write the schema as SQL for schema-load, with pg_dump.")
                .option(
                        "-f --file",
                        "FILE",
                        "Output file, written completely or not at all. Default: standard output.",
                        Path.class,
                        value -> file = value)
                .flag(
                        "--check",
                        "Compare FILE with the schema; write nothing. If they differ, show the difference; exit "
                                + "code 1. Default FILE: schema.sql, here, in db or in backend-flask/db.",
                        value -> check = value);
        options.describe(
                model,
                "",
                "the installed one with the server's version, else the next newer one, else the one in db-ops.");
        model.takesEnvironment().footer("Example: db-ops schema-dump -f schema.sql");
    }

    @Override
    public Integer call() {
        var target = context.targets().target();
        if (check) {
            return compare(target);
        }
        if (file.equals(UNNAMED) || file.equals(STANDARD_OUTPUT)) {
            print(target);
        } else {
            write(target);
        }
        return 0;
    }

    private SchemaDumper.Dump dump(ConnectionTarget target) {
        try (var database = context.connect(target)) {
            var dump = new SchemaDumper(database, options.programs(context), options.contents()).dump();
            dump.warnings().forEach(context.notes()::warning);
            return dump;
        }
    }

    private void print(ConnectionTarget target) {
        var dump = dump(target);
        if (context.output().isJson()) {
            context.output().print(new Text(target.database(), dump.program().version(), dump.text()), "");
        } else {
            context.output().write(dump.text());
        }
    }

    private void write(ConnectionTarget target) {
        var destination = new WholeFile(context.file(file), file.toString());
        var dump = dump(target);
        var lines = dump.text().lines().count();
        var changed = !destination.holds(dump.text());
        if (changed && !context.dryRun()) {
            destination.write(dump.text());
        }
        var done = context.dryRun() ? "would write" : "wrote";
        context.notes()
                .note(
                        changed
                                ? "%s %s: %s, by pg_dump %s"
                                        .formatted(
                                                done,
                                                file,
                                                Counts.of(lines, "line"),
                                                dump.program().version())
                                : file + " is up to date");
        context.output()
                .print(
                        new WrittenSchema(
                                target.database(),
                                file.toString(),
                                lines,
                                changed,
                                dump.program().version()),
                        "");
    }

    private int compare(ConnectionTarget target) {
        try (var expected = ScriptFile.SCHEMA.open(context, file)) {
            return SchemaComparison.of(expected, target.database(), dump(target).text())
                    .print(context);
        }
    }
}
