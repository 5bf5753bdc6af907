package dev.dbops.doctor.connection;

import dev.dbops.doctor.Finding;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.HostPort;
import dev.dbops.target.Origin;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Connects to each address of each host, and keeps the first connection that the driver would also get. */
final class TcpProbe implements AutoCloseable {
    /** The result for one address. */
    enum Answer {
        ACCEPTED,
        REFUSED,
        SILENT,
        UNREACHABLE
    }

    private record Tried(InetAddress address, Answer answer, String words) {}

    private final ConnectionTarget target;
    private final Duration timeout;
    private Optional<Socket> socket = Optional.empty();
    private Optional<HostPort> reached = Optional.empty();

    TcpProbe(ConnectionTarget target, Duration timeout) {
        this.target = target;
        this.timeout = timeout;
    }

    /** The connection to the first host that accepts one; empty if there is none. */
    Optional<Socket> socket() {
        return socket;
    }

    /** The host at its other end. */
    HostPort reached() {
        return reached.orElseThrow();
    }

    /** Tries all hosts whose names resolve. */
    List<Finding> look(List<HostAddresses> hosts) {
        var perHost = new ArrayList<List<Tried>>();
        for (var host : hosts) {
            var tries = new ArrayList<Tried>();
            for (var address : host.addresses()) {
                // the driver uses only the first address
                tries.add(attempt(host.host(), address, tries.isEmpty()));
            }
            perHost.add(tries);
        }
        var findings = new ArrayList<Finding>();
        for (var i = 0; i < hosts.size(); i++) {
            if (hosts.get(i).isKnown()) {
                findings.add(finding(hosts.get(i).host(), perHost.get(i)));
            }
        }
        return findings;
    }

    private Tried attempt(HostPort host, InetAddress address, boolean counts) {
        var began = System.nanoTime();
        var attempt = new Socket();
        try {
            attempt.connect(new InetSocketAddress(address, host.port()), Math.toIntExact(timeout.toMillis()));
            var millis = (System.nanoTime() - began) / 1_000_000.0;
            if (counts && socket.isEmpty()) {
                socket = Optional.of(attempt);
                reached = Optional.of(host);
            } else {
                attempt.close();
            }
            return new Tried(address, Answer.ACCEPTED, "accepts connections (%.1f ms)".formatted(millis));
        } catch (SocketTimeoutException _) {
            return failed(
                    attempt, address, Answer.SILENT, "does not answer within %d s".formatted(timeout.toSeconds()));
        } catch (NoRouteToHostException _) {
            return failed(attempt, address, Answer.UNREACHABLE, "cannot be reached: there is no route to it");
        } catch (ConnectException e) {
            return e.getMessage() != null && e.getMessage().contains("refused")
                    ? failed(attempt, address, Answer.REFUSED, "refuses the connection")
                    : failed(attempt, address, Answer.SILENT, "cannot be reached: " + e.getMessage());
        } catch (IOException e) {
            return failed(attempt, address, Answer.UNREACHABLE, "cannot be reached: " + e.getMessage());
        }
    }

    private static Tried failed(Socket socket, InetAddress address, Answer answer, String words) {
        try {
            socket.close();
        } catch (IOException _) {
            // it was never open
        }
        return new Tried(address, answer, words);
    }

    private Finding finding(HostPort host, List<Tried> tries) {
        var first = tries.getFirst();
        var message = new StringBuilder();
        for (var each : tries) {
            message.append(message.isEmpty() ? "" : "; ")
                    .append(new HostPort(each.address().getHostAddress(), host.port()))
                    .append(' ')
                    .append(each.words());
        }
        if (first.answer() == Answer.ACCEPTED) {
            return ConnectionSteps.TCP.ok(message.toString());
        }
        for (var each : tries) {
            if (each.answer() == Answer.ACCEPTED) {
                return unreached(
                        message + "; db-ops tries the first address of a name only",
                        "add hostaddr=%s to %s"
                                .formatted(
                                        each.address().getHostAddress(),
                                        target.origin().description()));
            }
        }
        return unreached(message.toString(), remedy(first));
    }

    private Finding unreached(String message, String remedy) {
        return socket.isPresent()
                ? ConnectionSteps.TCP.warning(message, remedy)
                : ConnectionSteps.TCP.failed(message, remedy);
    }

    private String remedy(Tried first) {
        if (first.answer() != Answer.REFUSED && first.address().isSiteLocalAddress()) {
            return "the address is private: connect from its network, over a VPN, or through a machine there with --via"
                    + " ssh:HOST or --via ssm:INSTANCE-ID";
        }
        return switch (first.answer()) {
            case ACCEPTED -> "";
            case REFUSED ->
                target.origin() instanceof Origin.LocalServer
                        ? "db-ops local-start"
                        : "is the server running, and does it listen on that address and port? Wait for it: db-ops"
                                + " wait";
            case SILENT ->
                TargetLocation.of(target).isRds()
                        ? "its security group may not know this machine: db-ops sg-update; or it is stopped: db-ops"
                                + " rds-status"
                        : "a firewall may drop the packets; is the server reachable from this network?";
            case UNREACHABLE -> "is a VPN needed, and is it up? Or a tunnel: --via ssh:HOST or --via ssm:INSTANCE-ID";
        };
    }

    @Override
    public void close() {
        socket.ifPresent(open -> {
            try {
                open.close();
            } catch (IOException _) {
                // there is nothing left to lose
            }
        });
    }
}
