package dev.dbops.cli.aws;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.ExitCode;
import dev.dbops.cli.command.NumberRange;
import java.nio.file.Path;
import java.util.Optional;

/** The options of the commands that print logs: into which file, and how many lines. */
public final class LogOptions {
    private static final int MOST_LINES = 10_000;

    private Optional<Path> file = Optional.empty();
    private Optional<Integer> lines = Optional.empty();

    /** Prints new lines. */
    @FunctionalInterface
    public interface Following {
        /**
         * @throws InterruptedException when it is to end
         */
        void run() throws InterruptedException;
    }

    /** Adds the options to a command. */
    public void describe(CommandSpecBuilder model) {
        model.option(
                        "-f --file",
                        "FILE",
                        "Write the log to this file instead of standard output.",
                        Path.class,
                        value -> file = Optional.of(value))
                .number(
                        "--lines",
                        "NUMBER",
                        "Only the last NUMBER lines, up to 10000. Default: all; with --follow: 10.",
                        new NumberRange(1, MOST_LINES, "the default is all lines"),
                        value -> lines = Optional.of(value));
    }

    /** The file; empty for standard output. */
    public Optional<Path> file() {
        return file;
    }

    /** The number of lines; empty for all. */
    public Optional<Integer> lines() {
        return lines;
    }

    /** Prints new lines until Ctrl-C, and returns the exit code that reports it. */
    public static int follow(Following following) {
        try {
            following.run();
            throw new IllegalStateException("following ended by itself");
        } catch (InterruptedException _) {
            return ExitCode.INTERRUPTED;
        } catch (OpsException e) {
            if (e.kind() == Kind.INTERRUPTED) {
                return ExitCode.INTERRUPTED;
            }
            throw e;
        }
    }
}
