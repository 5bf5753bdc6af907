package dev.dbops.doctor.connection;

import dev.dbops.OpsException;
import dev.dbops.doctor.CheckRun;
import dev.dbops.doctor.CheckSuite;
import dev.dbops.doctor.Finding;
import dev.dbops.doctor.Step;
import dev.dbops.postgres.CatalogReader;
import dev.dbops.postgres.ConnectionAttempt;
import dev.dbops.postgres.Database;
import dev.dbops.target.ConnectionTarget;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Follows the path to a database step by step, to find where it fails: name, network, server, TLS, login, privileges.
 * The connection is available to later checks until this is closed.
 */
public final class ConnectionChecks implements CheckSuite, AutoCloseable {
    /** The timeout for a target without one. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** The steps that one login attempt decides, in order. */
    private static final List<Step> LOGIN = List.of(
            ConnectionSteps.SERVER,
            ConnectionSteps.TLS,
            ConnectionSteps.CERTIFICATE,
            ConnectionSteps.AUTHENTICATION,
            ConnectionSteps.DATABASE);

    private final ConnectionTarget target;
    private final Consumer<Database> watcher;
    private final Duration timeout;
    private Optional<Database> database = Optional.empty();

    /**
     * Creates the checks for this target.
     *
     * @param watcher receives the connection, so that its statements can be cancelled
     */
    public ConnectionChecks(ConnectionTarget target, Consumer<Database> watcher) {
        this.target = target;
        this.watcher = watcher;
        var configured = ConnectionAttempt.timeout(target);
        this.timeout = configured.isZero() ? PATIENCE : configured;
    }

    @Override
    public String section() {
        return ConnectionSteps.SECTION;
    }

    /** The connection, if one could be opened. */
    public Optional<Database> database() {
        return database;
    }

    @Override
    public void examine(Consumer<Finding> findings) {
        var report = new StepReport(findings);
        if (target.usesSocket()) {
            examineSocket(report);
            return;
        }
        if (target.tunnel().isPresent()) {
            examineTunnel(report);
            return;
        }
        var hosts = HostAddresses.of(target);
        var known = hosts.stream().anyMatch(HostAddresses::isKnown);
        for (var host : hosts) {
            report.add(host.finding(target, known));
        }
        try (var tcp = new TcpProbe(target, timeout)) {
            tcp.look(hosts).forEach(report::add);
            if (tcp.socket().isEmpty()) {
                report.skipRest(known ? "the connection failed" : "the host is not known");
                return;
            }
            var host = tcp.reached().host();
            var place = TargetLocation.of(target, tcp.socket().get().getInetAddress());
            logIn(report, new Sight(TlsProbe.ask(tcp.socket().get(), host, timeout), host, place));
        }
    }

    private void examineSocket(StepReport report) {
        var probe = new SocketProbe(target);
        probe.look().forEach(report::add);
        if (probe.reached().isEmpty()) {
            report.skipRest("the socket cannot be reached");
            return;
        }
        var host = probe.reached().get().host();
        logIn(report, new Sight(new TlsAnswer.NotOffered(), host, new TargetLocation(false, true)));
    }

    private void examineTunnel(StepReport report) {
        var probe = new TunnelProbe(target, timeout);
        probe.look().forEach(report::add);
        if (probe.answer().isEmpty()) {
            report.skipRest("the tunnel failed");
            return;
        }
        var host = target.hosts().getFirst().host();
        logIn(report, new Sight(probe.answer().get(), host, TargetLocation.of(target)));
    }

    /**
     * The observations before the login.
     *
     * @param tls the server's answer to the request for TLS
     * @param host the name of the host that was reached
     * @param place its location
     */
    private record Sight(TlsAnswer tls, String host, TargetLocation place) {}

    private void logIn(StepReport report, Sight sight) {
        var failure = noServer(sight).or(this::attempt);
        for (var step : LOGIN) {
            if (failure.isPresent() && failure.get().step().equals(step.name())) {
                report.add(failure.get());
                report.skipRest(failure.get().step() + " failed");
                return;
            }
            report.add(passed(step, sight));
        }
        var reader = new CatalogReader(database.orElseThrow());
        var run = new CheckRun(reader, report::add);
        run.run(List.of(PrivilegeCheck.check()));
        run.run(List.of(ConnectionSteps.LATENCY), () -> List.of(LatencyProbe.look(reader.database())));
    }

    private static Optional<Finding> noServer(Sight sight) {
        return switch (sight.tls()) {
            case TlsAnswer.NotPostgres(var reason) ->
                Optional.of(ConnectionSteps.SERVER.failed(
                        "the program that listens there is not a PostgreSQL server: " + reason, "check host and port"));
            case TlsAnswer.Silent(var waited) ->
                Optional.of(ConnectionSteps.SERVER.failed(
                        "accepted the connection, but sent nothing for %d s".formatted(waited.toSeconds()),
                        "a proxy that has no server, or a server that is stuck: look at its log"));
            default -> Optional.empty();
        };
    }

    /** Logs in as every command does; returns the finding of the step that failed. */
    private Optional<Finding> attempt() {
        try {
            return switch (ConnectionAttempt.of(target)) {
                case ConnectionAttempt.Opened(var opened) -> {
                    database = Optional.of(opened);
                    watcher.accept(opened);
                    yield Optional.empty();
                }
                case ConnectionAttempt.Failed failed -> Optional.of(LoginRule.judge(failed, target));
            };
        } catch (OpsException e) {
            return Optional.of(ConnectionSteps.AUTHENTICATION.failed(
                    e.getMessage(), e.hint().orElse("")));
        }
    }

    /** The finding of a step at which the login did not fail. */
    private Finding passed(Step step, Sight sight) {
        if (step.equals(ConnectionSteps.TLS)) {
            return new TlsRule(target, sight.place().isHere()).judge(sight.tls());
        }
        if (step.equals(ConnectionSteps.CERTIFICATE)) {
            return new CertificateRule(Instant.now(), sight.place().isRds()).judge(sight.tls(), sight.host());
        }
        if (step.equals(ConnectionSteps.AUTHENTICATION)) {
            return step.ok("the server accepts " + (target.user().isEmpty() ? "the secret's role" : target.user()));
        }
        return step.ok(
                step.equals(ConnectionSteps.DATABASE)
                        ? "\"%s\" exists, and may be connected to".formatted(target.database())
                        : database.map(open ->
                                        "PostgreSQL " + open.serverVersion().name())
                                .orElse("a PostgreSQL server answers"));
    }

    /** Ends the connection. */
    @Override
    public void close() {
        database.ifPresent(Database::close);
    }
}
