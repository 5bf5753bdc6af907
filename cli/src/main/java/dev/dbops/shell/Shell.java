package dev.dbops.shell;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.postgres.Database;
import dev.dbops.postgres.Utf8Session;
import dev.dbops.postgres.results.StatementRun;
import dev.dbops.script.TypedStatement;
import dev.dbops.script.TypedText;
import dev.dbops.script.lexer.MissingEnd;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;

/**
 * An interactive session with a database, similar to psql. Statements are sent as soon as they are complete, each
 * result is shown, and the session continues after an error. Each statement commits by itself, unless BEGIN is typed.
 */
public final class Shell implements AutoCloseable {
    private static final double NANOS_PER_MILLISECOND = 1e6;

    private final ShellEnvironment targetEnvironment;
    private final ShellSession session;
    private final Display display;
    private final BackslashCommands commands;
    private final Editor editor;

    /**
     * @param opened the connection, which is closed in the end
     * @throws OpsException of kind FAILED if there is no usable terminal
     */
    public Shell(Database opened, ShellEnvironment targetEnvironment) {
        this.targetEnvironment = targetEnvironment;
        this.session = new ShellSession(opened, targetEnvironment);
        this.display = new Display(targetEnvironment.out(), targetEnvironment.err(), targetEnvironment.screen());
        this.commands = new BackslashCommands(display);
        this.editor = new Editor(session, targetEnvironment);
        editor.onInterrupt(() -> {
            display.stop();
            session.cancel();
        });
    }

    /**
     * Runs until the user quits.
     *
     * @throws OpsException of kind UNREACHABLE if the connection was lost and cannot be opened again
     */
    public void run() {
        var begun = "";
        while (!targetEnvironment.ending().getAsBoolean()) {
            switch (editor.read(begun)) {
                case Editor.Input.Cleared _ -> begun = "";
                case Editor.Input.End _ -> {
                    display.say("\\q");
                    return;
                }
                case Editor.Input.Line(var text) -> {
                    var typed = read(text);
                    if (!take(typed)) {
                        return;
                    }
                    begun = typed.rest();
                }
            }
        }
    }

    /** Parses the input. The words quit, exit and help become the commands that they stand for. */
    private TypedText read(String text) {
        var word = ShellWord.of(text);
        if (word.isPresent()) {
            var name = word.get() == ShellWord.QUIT ? "q" : "?";
            return new TypedText(List.of(new TypedText.Command(name, "")), "", MissingEnd.NOTHING);
        }
        try {
            return TypedText.read(text, session.standardStrings());
        } catch (OpsException e) {
            targetEnvironment.reporter().accept(e);
            return new TypedText(List.of(), "", MissingEnd.NOTHING);
        }
    }

    /** Returns whether to continue. */
    private boolean take(TypedText typed) {
        for (var part : typed.parts()) {
            if (part instanceof TypedText.Command command && command.name().equals("q")) {
                return false;
            }
            display.next(part instanceof TypedStatement statement && statement.expanded());
            session.running(true);
            try {
                switch (part) {
                    case TypedText.Command command -> commands.run(command, session.database());
                    case TypedStatement statement -> execute(statement);
                }
            } catch (OpsException e) {
                display.flush();
                targetEnvironment.reporter().accept(e);
                if (e.kind() == Kind.UNREACHABLE) {
                    session.reconnect();
                    return true;
                }
            } finally {
                session.running(false);
            }
            if (display.isStopped()) {
                // Ctrl-C cancels all statements of the input
                return true;
            }
        }
        return true;
    }

    private void execute(TypedStatement statement) {
        statement.requireUnderstood();
        if (statement.isCopyFromStdin()) {
            throw new OpsException(
                    Kind.USAGE, "COPY ... FROM STDIN has no data here", "load a file: db-ops seed --csv TABLE=FILE");
        }
        var began = System.nanoTime();
        var run = new StatementRun(session.database(), display);
        try {
            if (statement.isCopyToStdout()) {
                display.status("COPY " + run.copyOut(statement.text(), targetEnvironment.out()));
            } else if (statement.isQuery()) {
                run.runQuery(statement.text());
            } else {
                run.run(statement.text());
                session.forgetNames();
            }
            Utf8Session.require(session.database());
            notifications();
        } catch (SQLException e) {
            throw statement.failure(e);
        } catch (IOException e) {
            throw new OpsException(Kind.FAILED, "cannot write the rows: " + e.getMessage(), null, e);
        }
        if (commands.timing()) {
            display.say("Time: %.3f ms".formatted((System.nanoTime() - began) / NANOS_PER_MILLISECOND));
        }
    }

    /** Shows the notifications that LISTEN has received since the last statement. */
    private void notifications() throws SQLException {
        var received = session.database().connection().getNotifications();
        if (received != null) {
            for (var notification : received) {
                display.say("notification \"%s\" from process %d: %s"
                        .formatted(notification.getName(), notification.getPID(), notification.getParameter()));
            }
        }
    }

    @Override
    public void close() {
        try (session) {
            editor.close();
        }
    }
}
