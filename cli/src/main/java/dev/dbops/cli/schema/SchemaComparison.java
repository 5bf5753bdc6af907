package dev.dbops.cli.schema;

import dev.dbops.InputFile;
import dev.dbops.cli.command.Context;
import dev.dbops.dump.TextDifference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The comparison of a file with the schema of a database. */
final class SchemaComparison {
    private final Result result;
    private final boolean onlyLineEnds;

    /**
     * The result of the comparison with the file.
     *
     * @param database the database's name
     * @param file the file
     * @param same whether they are the same
     * @param difference from the file to the database, as diff -u shows it
     */
    private record Result(String database, String file, boolean same, String difference) {}

    private SchemaComparison(Result result, boolean onlyLineEnds) {
        this.result = result;
        this.onlyLineEnds = onlyLineEnds;
    }

    static SchemaComparison of(InputFile expected, String database, String schema) {
        var written = new String(expected.bytes(), StandardCharsets.UTF_8);
        var difference = String.join("\n", TextDifference.unified(expected.name(), written, database, schema));
        var same = written.equals(schema);
        return new SchemaComparison(
                new Result(database, expected.name(), same, difference),
                !same && written.replace("\r\n", "\n").equals(schema));
    }

    /** Prints it; returns the exit code: 0 if they are the same, else 1. */
    int print(Context context) {
        context.notes()
                .note(
                        result.same()
                                ? "%s is the schema of \"%s\"".formatted(result.file(), result.database())
                                : "%s is not the schema of \"%s\": write it again with db-ops schema-dump -f %1$s"
                                        .formatted(result.file(), result.database()));
        if (onlyLineEnds) {
            context.notes()
                    .note("only its line ends differ, CRLF instead of LF: %s text eol=lf in .gitattributes keeps them"
                            .formatted(Path.of(result.file()).getFileName()));
        }
        context.output().print(result, result.difference());
        return result.same() ? 0 : 1;
    }
}
