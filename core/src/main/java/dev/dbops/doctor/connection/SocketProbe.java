package dev.dbops.doctor.connection;

import dev.dbops.doctor.Finding;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.HostPort;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Connects to the Unix-domain sockets of a target, until one accepts. */
final class SocketProbe {
    private final ConnectionTarget target;
    private Optional<HostPort> reached = Optional.empty();

    SocketProbe(ConnectionTarget target) {
        this.target = target;
    }

    /** The socket that accepts connections; empty if there is none. */
    Optional<HostPort> reached() {
        return reached;
    }

    List<Finding> look() {
        var findings = new ArrayList<Finding>();
        findings.add(ConnectionSteps.NAME_RESOLUTION.ok("a Unix-domain socket needs none"));
        var failures = new ArrayList<String>();
        for (var host : target.hosts()) {
            if (reached.isEmpty()) {
                attempt(host).ifPresent(failures::add);
            }
        }
        findings.add(
                reached.isPresent()
                        ? ConnectionSteps.TCP.ok("not used: %s accepts connections"
                                .formatted(reached.get().socketFile()))
                        : ConnectionSteps.TCP.failed(
                                String.join("; ", failures),
                                "is the server running, and does its unix_socket_directories contain that"
                                        + " directory?"));
        return findings;
    }

    /** Returns what is wrong; empty when the socket accepts connections. */
    private Optional<String> attempt(HostPort host) {
        try (var _ = SocketChannel.open(UnixDomainSocketAddress.of(host.socketFile()))) {
            reached = Optional.of(host);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of("%s cannot be reached: %s".formatted(host.socketFile(), e.getMessage()));
        }
    }
}
