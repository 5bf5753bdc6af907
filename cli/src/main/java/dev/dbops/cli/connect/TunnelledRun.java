package dev.dbops.cli.connect;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.cli.command.Context;
import dev.dbops.cli.command.ExitCode;
import dev.dbops.cli.process.ForegroundProgram;
import dev.dbops.cli.process.Signals;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.ConnectionUrl;
import dev.dbops.target.LibpqEnvironment;
import dev.dbops.tunnel.TunnelException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A tunnel, and the program that uses it. */
final class TunnelledRun {
    private static final List<String> URL_VARIABLES = List.of("CONNECTION_URL", "DATABASE_URL");

    private final Context context;
    private final ConnectionTarget target;
    private final boolean localhost;

    /**
     * @param localhost whether the program gets 127.0.0.1 as the host
     */
    TunnelledRun(Context context, ConnectionTarget target, boolean localhost) {
        this.context = context;
        this.target = target;
        this.localhost = localhost;
    }

    /**
     * Opens the tunnel.
     *
     * @param port the port to listen on; 0 for any free one
     * @return the target at its end on this machine
     */
    ConnectionTarget open(int port) {
        return open(target, port);
    }

    private ConnectionTarget open(ConnectionTarget reached, int port) {
        try {
            var opened = context.tunnels().port(target, port);
            return localhost ? reached.onLocalhost(opened) : reached.atEndOfTunnel(opened);
        } catch (TunnelException e) {
            throw e.report();
        }
    }

    /** Runs the program until it ends; returns its exit code. */
    int exitCode(ForegroundProgram program, int port) {
        var name = program.words().getFirst();
        switch (program.presence(context.variable("PATH"))) {
            case NOT_FOUND -> {
                return refuse("there is no program \"%s\"".formatted(name), ForegroundProgram.NOT_FOUND);
            }
            case NOT_EXECUTABLE -> {
                return refuse("\"%s\" is not an executable program".formatted(name), ForegroundProgram.NOT_EXECUTABLE);
            }
            case RUNNABLE -> {}
        }
        context.announce(target);
        if (context.dryRun()) {
            context.notes()
                    .note("would open a tunnel through %s, and run %s"
                            .formatted(target.via().orElseThrow(), name));
            return ExitCode.OK;
        }
        // a token is for the server's own address
        var near = open(target.loggedIn(), port);
        var run = new ForegroundProgram(program.words(), program.directory(), variables(near));
        try (var signals = Signals.hold()) {
            return context.isInterrupted() ? ExitCode.INTERRUPTED : run.run(signals);
        }
    }

    private int refuse(String message, int exitCode) {
        context.report(new OpsException(
                Kind.USAGE, message, "no tunnel was opened; is the program installed, and on the PATH?"));
        return exitCode;
    }

    private Map<String, String> variables(ConnectionTarget near) {
        var variables = new HashMap<>(new LibpqEnvironment(near).over(context.processVariables()));
        if (!localhost) {
            variables.put("PGHOSTADDR", "127.0.0.1");
        }
        var url = ConnectionUrl.formatWithPassword(near);
        URL_VARIABLES.forEach(name -> variables.put(name, url));
        return variables;
    }
}
