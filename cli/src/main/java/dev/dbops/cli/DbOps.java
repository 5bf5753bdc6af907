package dev.dbops.cli;

import dev.dbops.OpsException;
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
        interruption.install(Runtime.getRuntime()::halt);
        var invocation = new Invocation(
                new FileInputStream(FileDescriptor.in),
                out,
                err,
                System.getenv(),
                Path.of(""),
                Path.of(System.getProperty("dbops.home", ".")),
                terminal(System.getProperty("dbops.terminal", "")));
        var exitCode = run(invocation, interruption, args);
        out.flush();
        err.flush();
        interruption.finished();
        if (exitCode == ExitCode.INTERRUPTED && interruption.happened()) {
            interruption.awaitEndOfProcess();
        }
        // Not System.exit: everything is written and closed, and its logging and its hooks would only take time.
        Runtime.getRuntime().halt(exitCode);
    }

    /** The launcher says which of the descriptors 0, 1 and 2 are a terminal: it can ask cheaply, Java cannot. */
    private static Invocation.TerminalStreams terminal(String descriptors) {
        return new Invocation.TerminalStreams(
                descriptors.contains("0"), descriptors.contains("1"), descriptors.contains("2"));
    }

    /**
     * Runs one command line; for tests and for whoever embeds db-ops.
     *
     * @return the exit code
     */
    public static int run(Invocation invocation, String... args) {
        return run(invocation, new Interruption(), args);
    }

    private static int run(Invocation given, Interruption interruption, String... args) {
        var invocation = given.hidingSecrets(Redactor.of(List.of(args), given.variables()));
        if (args.length == 1 && (args[0].equals("--version") || args[0].equals("-V"))) {
            // Asked by scripts again and again, and answered without the model of the commands.
            invocation.out().println(Version.line());
            return ExitCode.OK;
        }
        var options = new GlobalOptions();
        interruption.tell(
                text -> new Notes(invocation.err(), options.quiet()).note(text),
                failure -> reporter(invocation, options, args).report(failure));
        try {
            var context = new Context(invocation, options, interruption, () -> reporter(invocation, options, args));
            var exitCode = new CommandRunner(invocation, options).run(context, args);
            if (exitCode != ExitCode.ABANDONED && invocation.out().checkError()) {
                throw new OpsException(
                        OpsException.Kind.FAILED,
                        "cannot write to standard output",
                        "is the disk full, or the pipe closed?");
            }
            return exitCode;
        } catch (RuntimeException e) {
            var failure = e instanceof OpsException known ? known : unexpected(e);
            var report = interruption.happened() ? interruption.describe(failure) : failure;
            reporter(invocation, options, args).report(report);
            return ExitCode.of(report.kind());
        }
    }

    private static OpsException unexpected(RuntimeException failure) {
        return new OpsException(
                OpsException.Kind.FAILED,
                "unexpected: " + failure,
                "this is a fault of db-ops; please report it with what --debug prints",
                failure);
    }

    private static ErrorReporter reporter(Invocation invocation, GlobalOptions options, String... args) {
        return new ErrorReporter(
                invocation.err(),
                CommandRunner.color(invocation, options, args),
                CommandRunner.wantsJson(options, args),
                options.debug());
    }
}
