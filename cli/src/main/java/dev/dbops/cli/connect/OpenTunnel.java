package dev.dbops.cli.connect;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.cli.command.Command;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;
import dev.dbops.cli.command.ExitCode;
import dev.dbops.cli.command.NumberRange;
import dev.dbops.cli.command.RunsProgram;
import dev.dbops.cli.process.ForegroundProgram;
import dev.dbops.target.ConnectionUrl;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

/** Opens a tunnel to a private database for another program. */
public final class OpenTunnel implements Command, RunsProgram, Callable<Integer> {
    private List<String> words = List.of();
    private int port;
    private boolean localhost;

    private final Context context;

    public OpenTunnel(Context context) {
        this.context = context;
    }

    @Override
    public void describe(CommandSpecBuilder model) {
        model.description("Open a tunnel to a private database while a program runs, or until Ctrl-C.")
                .number(
                        "--port",
                        "PORT",
                        "Port of 127.0.0.1 to listen on. Default: any free port.",
                        new NumberRange(1, 65_535, "leave it out for any free port"),
                        value -> port = value)
                .flag(
                        "--localhost",
                        "Name 127.0.0.1 as the host, for programs that ignore hostaddr. They cannot compare the host "
                                + "name with the certificate.",
                        value -> localhost = value)
                .takesEnvironment()
                .programArguments(
                        "PROGRAM",
                        "Program to run, and its arguments, after \"--\".",
                        word -> new OpsException(
                                Kind.USAGE,
                                "db-ops tunnel does not take \"%s\"".formatted(word),
                                "the program follows --: db-ops tunnel prod -- bin/report"))
                .footer(
                        "The program gets CONNECTION_URL, DATABASE_URL and the variables of libpq, with",
                        "the password. The exit code is the program's. Without a program, the URL is",
                        "printed without its password.",
                        "",
                        "Example: db-ops tunnel prod --via ssh:bastion -- bin/report");
    }

    @Override
    public void programArguments(List<String> arguments) {
        words = arguments;
    }

    /**
     * An open tunnel.
     *
     * @param url the URL that leads through it, without a password
     * @param host the database's own address
     * @param via the machine that forwards the connections
     * @param port the port of 127.0.0.1
     */
    private record Result(String url, String host, String via, int port) {}

    @Override
    public Integer call() {
        var target = context.targets().target();
        var via = target.via()
                .orElseThrow(() -> new OpsException(
                        Kind.USAGE,
                        "no tunnel is configured for " + target.description(),
                        "pass --via ssh:[USER@]HOST or --via ssm:INSTANCE-ID, or add via= to "
                                + target.origin().description()));
        var run = new TunnelledRun(context, target, localhost);
        if (!words.isEmpty()) {
            var program = new ForegroundProgram(words, context.file(Path.of("")), context.processVariables());
            return run.exitCode(program, port);
        }
        context.announce(target);
        if (context.dryRun()) {
            context.notes().note("would open a tunnel through " + via);
            return ExitCode.OK;
        }
        var near = run.open(port);
        var url = ConnectionUrl.format(near);
        context.output()
                .print(
                        new Result(
                                url,
                                target.address(),
                                via.toString(),
                                near.hosts().getFirst().port()),
                        url);
        context.terminal().out().flush();
        context.notes().note("the tunnel is open; press Ctrl-C to close it");
        return awaitEnd();
    }

    private static int awaitEnd() {
        try {
            new CountDownLatch(1).await();
            return ExitCode.OK;
        } catch (InterruptedException _) {
            return ExitCode.INTERRUPTED;
        }
    }
}
