package dev.dbops.cli;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.cli.command.Context;
import dev.dbops.cli.command.ExitCode;
import dev.dbops.cli.command.GlobalOptions;
import dev.dbops.cli.command.OutputPreferences;
import dev.dbops.cli.command.RawArguments;
import dev.dbops.cli.command.RunsProgram;
import dev.dbops.cli.command.ValueCheck;
import dev.dbops.cli.process.Invocation;
import dev.dbops.target.ConnectionUrl;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Parses the arguments with picocli and runs the command; failures leave it as {@link OpsException}. */
final class CommandRunner {
    private final Invocation invocation;
    private final GlobalOptions options;

    CommandRunner(Invocation invocation, GlobalOptions options) {
        this.invocation = invocation;
        this.options = options;
    }

    int run(Context context, RawArguments given) {
        var arguments = CommandAliases.resolve(given);
        ValueCheck.requireReadable(arguments.words());
        var commandLine = CommandRegistry.commandLine(options, context, arguments);
        configure(commandLine);
        try {
            var parsed = commandLine.parseArgs(handOver(commandLine, arguments));
            var innermost = parsed.hasSubcommand() ? parsed.subcommand() : parsed;
            if (parsed.isUsageHelpRequested() || innermost.isUsageHelpRequested()) {
                HelpPage.print(innermost.commandSpec().commandLine(), context);
                return ExitCode.OK;
            }
            return execute(context, parsed);
        } catch (ParameterException e) {
            throw usage(e);
        }
    }

    /** Passes the arguments of another program to the command that runs it; returns the arguments for picocli. */
    private static String[] handOver(CommandLine commandLine, RawArguments arguments) {
        var ofProgram = arguments.afterEndOfOptions();
        for (var subcommand : commandLine.getSubcommands().values()) {
            if (ofProgram.isPresent() && subcommand.getCommand() instanceof RunsProgram command) {
                command.programArguments(ofProgram.get());
                return arguments.own();
            }
        }
        return arguments.words();
    }

    private void configure(CommandLine commandLine) {
        var ansi = invocation.terminal().out() && OutputPreferences.color(invocation, options)
                ? Help.Ansi.ON
                : Help.Ansi.OFF;
        // The help contains only text of db-ops, and picocli colours it.
        commandLine.setOut(new PrintWriter(invocation.out().target(), true, StandardCharsets.UTF_8));
        commandLine.setErr(new PrintWriter(invocation.err(), true, StandardCharsets.UTF_8));
        commandLine.setColorScheme(Help.defaultColorScheme(ansi));
        // A password may begin with @.
        commandLine.setExpandAtFiles(false);
    }

    /** Runs the command. picocli's own execute() would print the exception of a command. */
    private int execute(Context context, ParseResult parsed) {
        if (!parsed.hasSubcommand()) {
            return executeRoot(context, parsed);
        }
        var spec = parsed.subcommand().commandSpec();
        context.running(spec.name());
        var command = spec.userObject();
        if (command instanceof Runnable runnable) {
            runnable.run();
            return ExitCode.OK;
        }
        return answer((Callable<?>) command);
    }

    private int executeRoot(Context context, ParseResult parsed) {
        if (((RootCommand) parsed.commandSpec().userObject()).version()) {
            invocation.out().println(Version.line(invocation.home()));
        } else {
            HelpPage.print(parsed.commandSpec().commandLine(), context);
        }
        return ExitCode.OK;
    }

    /** Runs a command that returns its exit code. */
    private static int answer(Callable<?> command) {
        try {
            return (Integer) command.call();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("a command threw a checked exception", e);
        }
    }

    private static OpsException usage(ParameterException failure) {
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof OpsException known) {
                return known;
            }
        }
        var spec = failure.getCommandLine().getCommandSpec();
        var hint = "see " + spec.qualifiedName() + " --help";
        if (isUrlAlone(failure)) {
            return new OpsException(
                    Kind.USAGE,
                    "a connection URL is given, and no command",
                    "db-ops connect URL opens psql there; " + hint,
                    failure);
        }
        if (failure instanceof UnmatchedArgumentException unmatched) {
            hint = hint(unmatched, hint);
        }
        return new OpsException(Kind.USAGE, sentence(failure), hint, failure);
    }

    private static String hint(UnmatchedArgumentException unmatched, String help) {
        var known = unmatched.getCommandLine().getCommandSpec().parent() == null
                ? CommandAliases.hint(unmatched.getUnmatched().getFirst())
                : Optional.<String>empty();
        return known.or(() -> Suggestions.of(unmatched).map(name -> "did you mean " + name + "?"))
                .map(suggestion -> suggestion.endsWith("?") ? suggestion + " " + help : suggestion + "; " + help)
                .orElse(help);
    }

    /** Returns whether a URL is the only argument, as with psql. db-ops does not guess that connect is meant. */
    private static boolean isUrlAlone(ParameterException failure) {
        return failure instanceof UnmatchedArgumentException unmatched
                && failure.getCommandLine().getCommandSpec().parent() == null
                && ConnectionUrl.isUrl(unmatched.getUnmatched().getFirst());
    }

    /** The message of picocli, except for a superfluous word, of which picocli gives only the position. */
    private static String sentence(ParameterException failure) {
        if (failure instanceof UnmatchedArgumentException unmatched && !unmatched.isUnknownOption()) {
            var spec = failure.getCommandLine().getCommandSpec();
            var word = unmatched.getUnmatched().getFirst();
            return spec.parent() == null
                    ? "there is no command \"%s\"".formatted(word)
                    : "%s does not take \"%s\"".formatted(spec.qualifiedName(), word);
        }
        return failure.getMessage();
    }
}
