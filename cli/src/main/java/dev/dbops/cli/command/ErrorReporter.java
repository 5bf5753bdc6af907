package dev.dbops.cli.command;

import dev.dbops.OpsException;
import dev.dbops.ScriptPosition;
import dev.dbops.cli.output.JsonWriter;
import dev.dbops.cli.output.TextStream;
import dev.dbops.cli.process.Invocation;
import java.util.Locale;
import java.util.Optional;

/** Prints failures, as text or as one JSON object. No other class prints them. */
public final class ErrorReporter {
    private static final String RED = "\u001b[1;31m";
    private static final String CYAN = "\u001b[36m";
    private static final String PLAIN = "\u001b[0m";

    private final Invocation invocation;
    private final TextStream err;
    private final boolean color;
    private final boolean json;
    private final boolean debug;

    public ErrorReporter(Invocation invocation, boolean color, boolean json, boolean debug) {
        this.invocation = invocation;
        this.err = invocation.err();
        this.color = color;
        this.json = json;
        this.debug = debug;
    }

    /**
     * A failure with {@code -o json}.
     *
     * @param kind the kind's name in lower case
     * @param message what is wrong
     * @param detail the server's detail
     * @param hint what to do
     * @param sqlstate the server's code
     * @param file the script
     * @param line in the script, from 1
     * @param column in the script, from 1
     */
    private record ErrorObject(
            String kind,
            String message,
            Optional<String> detail,
            Optional<String> hint,
            Optional<String> sqlstate,
            Optional<String> file,
            Optional<Integer> line,
            Optional<Integer> column) {}

    public void report(OpsException failure) {
        if (json) {
            JsonWriter.write(object(failure), err);
        } else {
            print(failure);
            WorkflowAnnotation.of(failure, invocation, err::redacted).ifPresent(err::command);
        }
        if (debug) {
            failure.printStackTrace(err);
        }
    }

    /** Hides secrets first: the escapes of JSON would change them, and they would no longer be recognized. */
    private ErrorObject object(OpsException failure) {
        var server = failure.serverError();
        var position = failure.position();
        return new ErrorObject(
                failure.kind().name().toLowerCase(Locale.ROOT),
                err.redacted(failure.getMessage()),
                server.map(error -> error.detail())
                        .filter(detail -> !detail.isEmpty())
                        .map(err::redacted),
                failure.hint().map(err::redacted),
                server.map(error -> error.sqlState()),
                position.map(ScriptPosition::file)
                        .filter(file -> !file.isEmpty())
                        .map(err::redacted),
                position.map(ScriptPosition::line),
                position.map(ScriptPosition::column).filter(column -> column > 0));
    }

    private void print(OpsException failure) {
        var message = new StringBuilder(failure.getMessage());
        // Text from a prompt is not in any file.
        failure.position()
                .filter(position -> !position.file().isEmpty())
                .ifPresent(position -> message.insert(0, position + ": "));
        failure.serverError()
                .ifPresent(error ->
                        message.append(" (SQLSTATE ").append(error.sqlState()).append(')'));
        line("error:", RED, message.toString());
        failure.position().ifPresent(this::excerpt);
        failure.serverError()
                .filter(error -> !error.detail().isEmpty())
                .ifPresent(error -> line("detail:", CYAN, error.detail()));
        failure.hint().ifPresent(hint -> line("hint:", CYAN, hint));
    }

    /** The line of the script, and a caret under the character. */
    private void excerpt(ScriptPosition position) {
        if (position.lineText().isEmpty()) {
            return;
        }
        var cut = Excerpt.of(position, err::shown);
        var gutter = position.line() + " | ";
        err.println("  " + gutter + cut.text());
        if (position.column() > 0) {
            err.println("  " + " ".repeat(gutter.length()) + cut.indent() + "^");
        }
    }

    private void line(String label, String style, String text) {
        err.style(color ? style : "");
        err.print(label);
        err.style(color ? PLAIN : "");
        // indented, so that a line of a message does not look like a label
        err.println(" " + text.replace("\n", "\n  "));
    }
}
