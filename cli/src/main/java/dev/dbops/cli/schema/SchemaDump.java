package dev.dbops.cli.schema;

import dev.dbops.InputFile;
import dev.dbops.cli.command.Command;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;
import dev.dbops.dump.ClientPrograms;
import dev.dbops.dump.DumpOptions;
import dev.dbops.dump.SchemaDumper;
import dev.dbops.dump.TextDifference;
import dev.dbops.dump.WholeFile;
import dev.dbops.target.ConnectionTarget;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;

/** Writes the schema of the target database as SQL, or compares it with the file that holds it. */
public final class SchemaDump implements Command, Callable<Integer> {
    private static final Path UNNAMED = Path.of("");
    private static final Path STANDARD_OUTPUT = Path.of("-");

    private Path file = UNNAMED;
    private boolean check;
    private boolean owners;
    private boolean privileges;
    private Path program = UNNAMED;

    private final Context context;

    public SchemaDump(Context context) {
        this.context = context;
    }

    /** The schema in JSON. */
    private record Text(String database, String pgDump, String schema) {}

    /**
     * The result of writing the file.
     *
     * @param database the database's name
     * @param file the file
     * @param lines how many lines it has
     * @param changed whether it had another content before
     * @param pgDump the version of the pg_dump that was used
     */
    private record Written(String database, String file, long lines, boolean changed, String pgDump) {}

    /**
     * The result of the comparison with the file.
     *
     * @param database the database's name
     * @param file the file
     * @param same whether they are the same
     * @param difference from the file to the database, as diff -u shows it
     */
    private record Comparison(String database, String file, boolean same, String difference) {}

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
                                + "code 1. Default FILE: schema.sql, else db/schema.sql.",
                        value -> check = value)
                .flag("--owners", "Include the owners of objects.", value -> owners = value)
                .flag("--privileges", "Include granted privileges.", value -> privileges = value)
                .option(
                        "--pg-dump",
                        "FILE",
                        "pg_dump program. Default: the installed one with the server's version, else the next "
                                + "newer one, else the one in db-ops.",
                        Path.class,
                        value -> program = value)
                .takesEnvironment()
                .footer("Example: db-ops schema-dump -f schema.sql");
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
        var programs = program.equals(UNNAMED)
                ? ClientPrograms.installed("pg_dump", context.variable("PATH"), context.clientPrograms())
                : ClientPrograms.of(context.file(program));
        try (var database = context.connect(target)) {
            var dump = new SchemaDumper(database, programs, new DumpOptions(owners, privileges)).dump();
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
                        new Written(
                                target.database(),
                                file.toString(),
                                lines,
                                changed,
                                dump.program().version()),
                        "");
    }

    private int compare(ConnectionTarget target) {
        try (var expected = ScriptFile.SCHEMA.open(context, file)) {
            var written = text(expected);
            var schema = dump(target).text();
            var difference = TextDifference.unified(expected.name(), written, target.database(), schema);
            var same = written.equals(schema);
            var shown = String.join("\n", difference);
            context.notes()
                    .note(
                            same
                                    ? expected.name() + " is the schema of \"%s\"".formatted(target.database())
                                    : "%s is not the schema of \"%s\": write it again with db-ops schema-dump -f %1$s"
                                            .formatted(expected.name(), target.database()));
            if (!same && written.replace("\r\n", "\n").equals(schema)) {
                context.notes()
                        .note(
                                "only its line ends differ, CRLF instead of LF: %s text eol=lf in .gitattributes keeps them"
                                        .formatted(Path.of(expected.name()).getFileName()));
            }
            context.output().print(new Comparison(target.database(), expected.name(), same, shown), shown);
            return same ? 0 : 1;
        }
    }

    private static String text(InputFile file) {
        return new String(file.bytes(), StandardCharsets.UTF_8);
    }
}
