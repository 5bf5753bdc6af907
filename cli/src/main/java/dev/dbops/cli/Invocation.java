package dev.dbops.cli;

import dev.dbops.Polling.Pace;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;

/**
 * What one run of db-ops gets from its surroundings, so that tests can give it others.
 *
 * @param in standard input
 * @param out standard output: results and nothing else
 * @param err standard error: progress, notes, prompts and errors
 * @param variables the environment variables
 * @param directory the working directory, against which file names are resolved
 * @param home the directory of the distribution
 * @param terminal which of the streams are a terminal
 * @param awsPace how often AWS is asked for a state that is waited for
 */
public record Invocation(
        InputStream in,
        PrintStream out,
        PrintStream err,
        Map<String, String> variables,
        Path directory,
        Path home,
        TerminalStreams terminal,
        Pace awsPace) {

    /** With AWS asked as often as is good for it. */
    public Invocation(
            InputStream in,
            PrintStream out,
            PrintStream err,
            Map<String, String> variables,
            Path directory,
            Path home,
            TerminalStreams terminal) {
        this(in, out, err, variables, directory, home, terminal, Pace.AWS);
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
