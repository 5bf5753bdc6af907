package dev.dbops.cli;

import dev.dbops.cli.command.Context;
import dev.dbops.cli.command.ErrorReporter;
import dev.dbops.cli.command.ExitCode;
import dev.dbops.cli.command.GlobalOptions;
import dev.dbops.cli.command.Notes;
import dev.dbops.cli.command.OutputPreferences;
import dev.dbops.cli.command.RawArguments;
import dev.dbops.cli.output.Output;
import dev.dbops.cli.process.Interruption;
import dev.dbops.cli.process.Invocation;
import dev.dbops.cli.process.StandardOutput;
import dev.dbops.text.Redactor;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** The program: builds the command line for the arguments, runs it, and turns what happened into an exit code. */
public final class DbOps {
    private static final int BUFFER = 8192;

    private DbOps() {}

    public static void main(String... args) {
        var out = new StandardOutput(new FileOutputStream(FileDescriptor.out));
        var err = new PrintStream(
                new BufferedOutputStream(new FileOutputStream(FileDescriptor.err), BUFFER),
                true,
                StandardCharsets.UTF_8);
        var interruption = new Interruption();
        var invocation = new Invocation(
                new FileInputStream(FileDescriptor.in),
                out,
                err,
                System.getenv(),
                Path.of(""),
                Path.of(System.getProperty("dbops.home", ".")),
                terminal(System.getProperty("dbops.terminal", "")));
        handle(interruption, invocation, args);
        var exitCode = run(invocation, interruption, args);
        out.flush();
        err.flush();
        interruption.finished();
        if (exitCode == ExitCode.INTERRUPTED && interruption.happened()) {
            interruption.awaitEndOfProcess();
        }
        // Not System.exit: everything is written and closed, and its logging and shutdown hooks take time.
        Runtime.getRuntime().halt(exitCode);
    }

    /** Handles signals, and failures of background threads. */
    static void handle(Interruption interruption, Invocation invocation, String... args) {
        interruption.install(Runtime.getRuntime()::halt);
        Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> hidingSecrets(invocation, args)
                .err()
                .println("error: %s (in thread \"%s\")"
                        .formatted(Failures.of(thrown).getMessage(), thread.getName())));
    }

    /**
     * The launcher reports which of the descriptors 0, 1 and 2 are terminals. In Java, that check would start a
     * program.
     */
    private static Invocation.TerminalStreams terminal(String descriptors) {
        return new Invocation.TerminalStreams(
                descriptors.contains("0"), descriptors.contains("1"), descriptors.contains("2"));
    }

    /**
     * Runs one command line, for tests and for programs that embed db-ops.
     *
     * @return the exit code
     */
    public static int run(Invocation invocation, String... args) {
        return run(invocation, new Interruption(), args);
    }

    private static int run(Invocation given, Interruption interruption, String... args) {
        var invocation = hidingSecrets(given, args);
        var arguments = new RawArguments(args);
        var options = new GlobalOptions();
        interruption.tell(
                text -> new Notes(invocation.err(), options.quiet()).note(text),
                failure -> reporter(invocation, options, arguments).report(failure));
        try {
            if (arguments.isVersionAlone()) {
                // Scripts ask for the version often, so it is printed without the model of the commands.
                invocation.out().println(Version.line(invocation.home()));
                return written(given, ExitCode.OK);
            }
            try (var context =
                    new Context(invocation, options, interruption, () -> reporter(invocation, options, arguments))) {
                var exitCode = new CommandRunner(invocation, options).run(context, arguments);
                endPage(given);
                return written(given, exitCode);
            }
        } catch (Throwable e) {
            endPage(given);
            // errors of the JVM, such as out of memory, also get a message and an exit code
            var failure = Failures.of(e);
            if (Output.isUnwritten(failure) && isAbandoned(given)) {
                return abandoned(given);
            }
            var report = interruption.happened() ? interruption.describe(failure) : failure;
            reporter(invocation, options, arguments).report(report);
            return ExitCode.of(report.kind());
        }
    }

    private static Invocation hidingSecrets(Invocation invocation, String... args) {
        return invocation.hidingSecrets(Redactor.of(List.of(args), invocation.variables()));
    }

    /** Results that cannot be written are a failure, unless their reader has ended. */
    private static int written(Invocation given, int exitCode) {
        if (exitCode == ExitCode.ABANDONED) {
            return abandoned(given);
        }
        if (!given.out().checkError()) {
            return exitCode;
        }
        if (isAbandoned(given)) {
            return abandoned(given);
        }
        throw Output.unwritten();
    }

    /** Leaving a pager early is not an error; a closed pipe has its own exit code. */
    private static int abandoned(Invocation given) {
        return given.out().target() instanceof StandardOutput out && out.wasDiverted()
                ? ExitCode.OK
                : ExitCode.ABANDONED;
    }

    /** Shows the output that was held back, and waits for the pager, before anything else is printed. */
    private static void endPage(Invocation given) {
        if (given.out().target() instanceof StandardOutput out) {
            out.restore();
        }
    }

    private static boolean isAbandoned(Invocation given) {
        return given.out().target() instanceof StandardOutput out && out.isAbandoned();
    }

    private static ErrorReporter reporter(Invocation invocation, GlobalOptions options, RawArguments arguments) {
        return new ErrorReporter(
                invocation,
                OutputPreferences.color(invocation, options, arguments),
                OutputPreferences.json(options, arguments),
                options.debug());
    }
}
