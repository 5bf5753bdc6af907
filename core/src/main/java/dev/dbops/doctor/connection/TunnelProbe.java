package dev.dbops.doctor.connection;

import dev.dbops.OpsException;
import dev.dbops.doctor.Finding;
import dev.dbops.doctor.Step;
import dev.dbops.postgres.socket.TunnelSocketFactory;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.tunnel.Tunnel;
import dev.dbops.tunnel.TunnelException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Opens the tunnel of a target, and asks the server at its end for TLS. */
final class TunnelProbe {
    private static final Step STEP = ConnectionSteps.TCP;

    private final ConnectionTarget target;
    private final Duration timeout;
    private Optional<TlsAnswer> answer = Optional.empty();

    TunnelProbe(ConnectionTarget target, Duration timeout) {
        this.target = target;
        this.timeout = timeout;
    }

    /** The server's answer; empty when the tunnel does not reach a server. */
    Optional<TlsAnswer> answer() {
        return answer;
    }

    List<Finding> look() {
        var via = target.via().orElseThrow();
        var findings = new ArrayList<Finding>();
        findings.add(ConnectionSteps.NAME_RESOLUTION.ok("not used: " + via + " finds the host"));
        try {
            var failure = ask(target.tunnel().orElseThrow());
            findings.add(failure.map(TunnelProbe::failed)
                    .orElseGet(() -> STEP.ok("%s forwards connections to %s".formatted(via, target.address()))));
        } catch (TunnelException e) {
            findings.add(failed(e));
        } catch (IOException e) {
            findings.add(STEP.failed("the tunnel through %s cannot be used: %s".formatted(via, e.getMessage()), ""));
        }
        return findings;
    }

    /** Returns the tunnel's own failure; the tunnel accepts a connection before it tries to reach the server. */
    private Optional<TunnelException> ask(Tunnel tunnel) throws IOException {
        var factory = new TunnelSocketFactory(TunnelSocketFactory.argument(target, tunnel.open()));
        try (var socket = factory.createSocket()) {
            var given = TlsProbe.ask(socket, target.hosts().getFirst().host(), timeout);
            var failure = given instanceof TlsAnswer.NotPostgres || given instanceof TlsAnswer.Silent
                    ? tunnel.failure()
                    : Optional.<TunnelException>empty();
            answer = failure.isPresent() ? Optional.empty() : Optional.of(given);
            return failure;
        }
    }

    private static Finding failed(TunnelException failure) {
        OpsException report = failure.report();
        return STEP.failed(report.getMessage(), report.hint().orElse(""));
    }
}
