package dev.dbops.shell;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.script.lexer.MissingEnd;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.Terminal.SignalHandler;
import org.jline.terminal.impl.PosixSysTerminal;
import org.jline.terminal.impl.exec.ExecPty;
import org.jline.terminal.impl.exec.ExecTerminalProvider;
import org.jline.terminal.spi.SystemStream;

/**
 * The terminal and its line editor, JLine.
 *
 * <p>JLine controls the terminal with the program stty. Its other providers need native code, which the JVM would have
 * to allow for every command.
 */
final class Editor implements AutoCloseable {
    private final Terminal terminal;
    private final LineReader reader;
    private final ShellSession session;

    /** The end of the input of a line. */
    sealed interface Input {
        /** It was sent. */
        record Line(String text) implements Input {}

        /** It was cancelled by Ctrl-C, or by a signal to the process. */
        record Cleared() implements Input {}

        /** The input has ended: Ctrl-D, or the terminal is gone. */
        record End() implements Input {}
    }

    Editor(ShellSession session, ShellEnvironment targetEnvironment) {
        this.session = session;
        this.terminal = terminal(targetEnvironment.terminal());
        var history = new HistoryFile();
        var builder = LineReaderBuilder.builder()
                .appName("db-ops")
                .terminal(terminal)
                .parser(new LineEnds(session::standardStrings, session::prompt))
                .completer(new NameCompletion(session::names))
                .history(history)
                .variable(LineReader.SECONDARY_PROMPT_PATTERN, "%M")
                .variable(LineReader.BELL_STYLE, "none")
                .variable(LineReader.BLINK_MATCHING_PAREN, 0)
                // an exclamation mark is an operator, not a reference to the history
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .option(LineReader.Option.CASE_INSENSITIVE, true);
        keptIn(targetEnvironment).ifPresent(file -> builder.variable(LineReader.HISTORY_FILE, file));
        this.reader = builder.build();
    }

    private static Terminal terminal(String kind) {
        try {
            var pty = ExecPty.current(new ExecTerminalProvider(), SystemStream.Output);
            return new PosixSysTerminal("db-ops", kind, pty, StandardCharsets.UTF_8, true, SignalHandler.SIG_DFL);
        } catch (IOException e) {
            throw new OpsException(
                    Kind.FAILED,
                    "the terminal cannot be used: " + e.getMessage(),
                    "the built-in shell needs the programs tty and stty (coreutils); psql does not",
                    e);
        }
    }

    /** The shell also works when its history cannot be saved. */
    private static Optional<Path> keptIn(ShellEnvironment targetEnvironment) {
        try {
            targetEnvironment.history().ifPresent(HistoryFile::prepare);
            return targetEnvironment.history();
        } catch (OpsException e) {
            targetEnvironment.reporter().accept(e);
            return Optional.empty();
        }
    }

    /** Sets the action for Ctrl-C while no line is being read. */
    void onInterrupt(Runnable action) {
        terminal.handle(Signal.INT, _ -> action.run());
    }

    /**
     * Reads a statement of one or more lines.
     *
     * @param begun the text that is already in the line
     */
    Input read(String begun) {
        try {
            return new Input.Line(
                    reader.readLine(session.prompt().before(MissingEnd.NOTHING), null, (Character) null, begun));
        } catch (UserInterruptException _) {
            return new Input.Cleared();
        } catch (EndOfFileException _) {
            return new Input.End();
        }
    }

    /** Restores the settings of the terminal. */
    @Override
    public void close() {
        try {
            terminal.close();
        } catch (IOException e) {
            throw new OpsException(Kind.FAILED, "cannot restore the terminal: " + e.getMessage(), "type: stty sane", e);
        }
    }
}
