package dev.dbops.postgres;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.postgres.kerberos.KerberosLogin;
import dev.dbops.postgres.socket.UnixSocketFactory;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.TlsPolicy;
import dev.dbops.tls.KeyShares;
import dev.dbops.tunnel.TunnelEnd;
import java.net.SocketTimeoutException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.postgresql.jdbc.PgConnection;
import org.postgresql.util.HostSpec;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;

/**
 * One attempt to open a connection, which ends when its time is over or the thread is interrupted, wherever it hangs:
 * in the name service, in the TLS handshake or at a server that accepts and then does not answer. The driver limits
 * only single steps and cannot be interrupted, so it works in a separate thread, which is abandoned when it is late.
 */
final class ConnectionOpening implements Runnable {
    private static final String WRONG_PASSWORD = "28P01";

    /** The URL for the driver; all settings are in the properties. */
    private static final String URL = "jdbc:postgresql:";

    private final ConnectionTarget target;
    private final Optional<TunnelPassage> passage;
    private final CountDownLatch ended = new CountDownLatch(1);
    private PgConnection connection;
    private Throwable failure;
    private boolean abandoned;

    private ConnectionOpening(ConnectionTarget target, Optional<TunnelPassage> passage) {
        this.target = target;
        this.passage = passage;
    }

    /**
     * The longest time for an attempt by the target's connect_timeout, which applies to each host; zero means no limit.
     */
    static Duration limit(ConnectionTarget target) {
        return DriverProperties.connectTimeout(target)
                .multipliedBy(target.hosts().size());
    }

    /**
     * Opens a connection for a session.
     *
     * <p>When the server refuses a password from a provider, the provider is asked again, once: the password may have
     * been rotated.
     *
     * @param limit the longest that the server may take; zero means no limit
     */
    static PgConnection connect(ConnectionTarget target, Duration limit) throws SQLException {
        if (target.isRedshift()) {
            throw new OpsException(
                    Kind.USAGE,
                    "%s is Amazon Redshift, and this command is for PostgreSQL".formatted(target.description()),
                    "deliver events there: db-ops events-replay --to redshift://HOST/NAME");
        }
        if (target.isDataApi() && target.tunnel().isEmpty()) {
            throw new OpsException(
                    Kind.USAGE,
                    "%s is reached through the RDS Data API, which works for query, sessions, sessions-kill, schema-load,"
                                    .formatted(target.description())
                            + " seed and migrate only",
                    "remove data_api=true from " + target.origin().description());
        }
        if (TlsPolicy.of(target).expectsTls(target.hosts().getFirst())) {
            KeyShares.prepare();
        }
        var connection = logIn(target, limit);
        connection.setNetworkTimeout(null, DriverProperties.readTimeoutMillis(target));
        return connection;
    }

    private static PgConnection logIn(ConnectionTarget target, Duration limit) throws SQLException {
        if (target.credentials().isEmpty()) {
            return open(target, limit);
        }
        var source = target.credentials().get();
        var login = source.login(target);
        try {
            return open(target.as(login), limit);
        } catch (SQLException e) {
            if (!WRONG_PASSWORD.equals(e.getSQLState())) {
                throw e;
            }
            var renewed = source.renewed(target, login);
            if (renewed.isEmpty()) {
                throw e;
            }
            return open(target.as(renewed.get()), limit);
        }
    }

    /**
     * Opens a connection, through the target's tunnel if it has one.
     *
     * @param limit the longest that it may take once the tunnel is open; zero means no limit
     * @throws OpsException of kind INTERRUPTED when the thread is interrupted meanwhile
     */
    static PgConnection open(ConnectionTarget target, Duration limit) throws SQLException {
        if (target.tunnel().isEmpty() && !target.parameters().containsKey(ConnectionTarget.VIA)) {
            return open(target, limit, Optional.empty());
        }
        var passage = TunnelPassage.open(target);
        try {
            // in this process each request has its own limit, and a paused cluster takes longer to resume
            var longest = passage.end() instanceof TunnelEnd.Memory ? Duration.ZERO : limit;
            return open(target, longest, Optional.of(passage));
        } catch (SQLException e) {
            throw passage.explain(e, target);
        }
    }

    private static PgConnection open(ConnectionTarget target, Duration limit, Optional<TunnelPassage> passage)
            throws SQLException {
        var opening = new ConnectionOpening(target, passage);
        var thread = new Thread(opening, "db-ops-connecting");
        thread.setDaemon(true);
        thread.start();
        try {
            opening.await(limit);
        } catch (InterruptedException e) {
            opening.abandon();
            Thread.currentThread().interrupt();
            throw new OpsException(Kind.INTERRUPTED, "interrupted while connecting to " + target.route(), null, e);
        }
        return opening.result();
    }

    @Override
    public void run() {
        KerberosLogin.use();
        try {
            finish(open(), null);
        } catch (Throwable e) {
            // any failure is thrown in the thread that requested the connection
            finish(null, e);
        }
    }

    private HostSpec[] hosts() {
        var hosts = new HostSpec[target.hosts().size()];
        for (var i = 0; i < hosts.length; i++) {
            var host = target.hosts().get(i);
            var name = host.isSocket() ? UnixSocketFactory.address(host.socketFile()) : host.host();
            hosts[i] = new HostSpec(name, host.port());
        }
        return hosts;
    }

    /**
     * Opens the driver's connection. As in libpq, {@code prefer} means to connect without TLS when TLS fails, such as
     * with a certificate that is not trusted.
     */
    private PgConnection open() throws SQLException {
        var hosts = hosts();
        var properties = DriverProperties.of(target);
        if (passage.isPresent()) {
            passage.get().lead(properties, target);
        }
        try {
            return new PgConnection(hosts, properties, URL);
        } catch (SQLException e) {
            if (!TlsPolicy.of(target).mode().equals("prefer")
                    || !ConnectionFailure.of(e, target).isOfTls()) {
                throw e;
            }
            properties.setProperty("sslmode", "disable");
            try {
                return new PgConnection(hosts, properties, URL);
            } catch (SQLException withoutTls) {
                e.addSuppressed(withoutTls);
                throw e;
            }
        }
    }

    private void finish(PgConnection opened, Throwable thrown) {
        synchronized (this) {
            connection = opened;
            failure = thrown;
            if (abandoned) {
                close();
            }
        }
        ended.countDown();
    }

    private void await(Duration limit) throws InterruptedException {
        if (limit.isZero()) {
            ended.await();
        } else if (!ended.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            abandon();
        }
    }

    /** Gives up the connection, which is no longer needed. */
    private synchronized void abandon() {
        abandoned = true;
        close();
    }

    private void close() {
        if (connection == null) {
            return;
        }
        try {
            connection.close();
        } catch (SQLException _) {
            // The server notices by itself that the connection is closed.
        }
    }

    private synchronized PgConnection result() throws SQLException {
        if (abandoned) {
            throw new PSQLException(
                    "no answer within the time that was given",
                    PSQLState.CONNECTION_UNABLE_TO_CONNECT,
                    new SocketTimeoutException("no answer within the time that was given"));
        }
        switch (failure) {
            case null -> {
                return connection;
            }
            case SQLException e -> throw e;
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default -> throw new IllegalStateException(failure);
        }
    }
}
