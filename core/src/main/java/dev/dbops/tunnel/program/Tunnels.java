package dev.dbops.tunnel.program;

import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.HostPort;
import dev.dbops.target.RdsEndpoint;
import dev.dbops.tunnel.TunnelException;
import dev.dbops.tunnel.Via;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The tunnels of one run of db-ops: one for each private server, which all connections to it share. */
public final class Tunnels implements AutoCloseable {
    /** Beyond the time to connect: the login, or the requests to AWS. */
    private static final Duration LOGIN = Duration.ofSeconds(30);

    private static final Duration END = Duration.ofSeconds(5);
    private static final Duration BRIEF = Duration.ofMillis(200);

    private final Map<String, String> variables;
    private final boolean mayAsk;
    private final Map<String, ProgramTunnel> tunnels = new HashMap<>();

    /**
     * @param variables the environment of the programs
     * @param mayAsk whether a person is at a terminal, and may be asked for a passphrase or about a host key
     */
    public Tunnels(Map<String, String> variables, boolean mayAsk) {
        this.variables = Map.copyOf(variables);
        this.mayAsk = mayAsk;
    }

    /** The target with its tunnel, which the first connection opens; the same target if it needs none. */
    public ConnectionTarget through(ConnectionTarget target) {
        return target.via().map(via -> target.through(tunnel(target, via))).orElse(target);
    }

    /**
     * The port of 127.0.0.1 that leads to the target; opens its tunnel.
     *
     * @param port the port to use; 0 for any free one
     * @throws TunnelException when the tunnel cannot be opened, or the port is in use
     */
    public int port(ConnectionTarget target, int port) throws TunnelException {
        return tunnel(target, target.via().orElseThrow()).port(port);
    }

    private synchronized ProgramTunnel tunnel(ConnectionTarget target, Via via) {
        var address = Optional.ofNullable(target.parameters().get("hostaddr"));
        var host = target.hosts().getFirst();
        var destination = new HostPort(address.orElse(host.host()), host.port());
        return tunnels.computeIfAbsent(via + " " + destination, _ -> create(target, via, destination));
    }

    private ProgramTunnel create(ConnectionTarget target, Via via, HostPort destination) {
        var seconds = Math.max(
                0,
                Integer.parseInt(target.parameters()
                        .getOrDefault("connect_timeout", ConnectionTarget.DEFAULT_CONNECT_TIMEOUT_SECONDS)));
        var limit = LOGIN.plusSeconds(seconds);
        return switch (via) {
            case Via.Ssh ssh ->
                new ProgramTunnel(
                        new SshProgram(ssh, destination, variables, new SshProgram.Settings(mayAsk, seconds)),
                        via.toString(),
                        mayAsk ? Duration.ZERO : limit);
            case Via.Ssm ssm ->
                new ProgramTunnel(new SsmProgram(ssm, destination, region(target), variables), via.toString(), limit);
        };
    }

    private static Optional<String> region(ConnectionTarget target) {
        return RdsEndpoint.parse(target.hosts().getFirst().host())
                .map(RdsEndpoint::region)
                .filter(region -> !region.isEmpty());
    }

    /** Ends all tunnels, and waits for their end. */
    @Override
    public void close() {
        close(END);
    }

    /** Like {@link #close()}, but waits only briefly after a person has interrupted the command. */
    public void end(boolean isInterrupted) {
        close(isInterrupted ? BRIEF : END);
    }

    private synchronized void close(Duration patience) {
        tunnels.values().forEach(tunnel -> tunnel.close(patience));
        tunnels.clear();
    }
}
