package dev.dbops.cli.process;

import dev.dbops.Polling.Pace;
import dev.dbops.cli.output.TextStream;
import dev.dbops.table.Screen;
import dev.dbops.text.Redactor;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;

/**
 * The environment of one run of db-ops, which tests can replace.
 *
 * @param in standard input
 * @param out standard output: results and nothing else
 * @param err standard error: progress, notes, prompts and errors
 * @param variables the environment variables
 * @param directory the working directory, against which file names are resolved
 * @param home the directory of the distribution
 * @param terminal which of the streams are a terminal
 * @param screen the size of the terminal on which the results are read
 * @param awsPace the interval at which a waiting command asks AWS for a state
 */
public record Invocation(
        InputStream in,
        TextStream out,
        TextStream err,
        Map<String, String> variables,
        Path directory,
        Path home,
        TerminalStreams terminal,
        Screen screen,
        Pace awsPace) {

    /**
     * With the streams of a process. Standard error is for people, in the log of a CI step too; standard output is when
     * it is a terminal.
     */
    public Invocation(
            InputStream in,
            PrintStream out,
            PrintStream err,
            Map<String, String> variables,
            Path directory,
            Path home,
            TerminalStreams terminal,
            Screen screen,
            Pace awsPace) {
        this(
                in,
                terminal.out() ? TextStream.forTerminal(out) : TextStream.forPrograms(out),
                terminal.err() ? TextStream.forTerminal(err) : TextStream.forLog(err),
                variables,
                directory,
                home,
                terminal,
                terminal.out() ? screen : Screen.ENDLESS,
                awsPace);
    }

    /** With the usual interval for AWS. */
    public Invocation(
            InputStream in,
            PrintStream out,
            PrintStream err,
            Map<String, String> variables,
            Path directory,
            Path home,
            TerminalStreams terminal) {
        this(
                in,
                out,
                err,
                variables,
                directory,
                home,
                terminal,
                terminal.out() ? new TerminalScreen(variables) : Screen.ENDLESS,
                Pace.AWS);
    }

    /** The same, with the secrets of the command line and of the environment hidden on standard error. */
    public Invocation hidingSecrets(Redactor redactor) {
        return new Invocation(in, out, err.hiding(redactor), variables, directory, home, terminal, screen, awsPace);
    }

    /**
     * Which of the standard streams are a terminal.
     *
     * @param in whether a person can answer a prompt
     * @param out whether a person reads the results
     * @param err whether a person reads the notes
     */
    public record TerminalStreams(boolean in, boolean out, boolean err) {
        /** As in a pipeline or a CI step: no terminal at all. */
        public static final TerminalStreams NONE = new TerminalStreams(false, false, false);
    }
}
