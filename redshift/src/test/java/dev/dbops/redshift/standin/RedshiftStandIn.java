package dev.dbops.redshift.standin;

import dev.dbops.redshift.standin.PlannedTroubles.Trouble;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.HostPort;
import dev.dbops.target.Origin;
import dev.dbops.target.Password;
import dev.dbops.testing.TestCertificates;
import dev.dbops.testing.TestServer;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLException;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * A database of PostgreSQL that looks like one of Amazon Redshift to the real driver of Redshift.
 *
 * <p>It listens on a free port of this machine. Statements pass a {@link StatementGate}; types have Redshift's limits;
 * keys are not enforced; names are folded; errors are Redshift's. Thread-safe.
 */
public final class RedshiftStandIn implements AutoCloseable {
    private final TestServer postgres;
    private final String database;
    private final ServerSocket listener;
    private final StatementGate gate = new StatementGate();
    private final StatementRecorder recorder = new StatementRecorder();
    private final PlannedTroubles troubles = new PlannedTroubles();
    private final Set<Integer> types;
    private final Admission admission;
    private final List<String> badRows = new CopyOnWriteArrayList<>();
    private final AtomicInteger numbers = new AtomicInteger();
    private final Set<ClientLink> open = ConcurrentHashMap.newKeySet();
    private volatile Optional<CopySource> source = Optional.empty();

    /** Starts one on a new database of a server. */
    public RedshiftStandIn(TestServer postgres) {
        this(postgres, postgres.newDatabase().database());
    }

    /** Starts one on a database, which it prepares. */
    public RedshiftStandIn(TestServer postgres, String database) {
        this.postgres = postgres;
        this.database = database;
        this.admission = new Admission(postgres.port());
        this.types = StandInDatabase.prepare(postgres, database);
        try {
            listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().name("redshift stand-in").start(this::accept);
    }

    /** Requires TLS from later connections, with this certificate. */
    public RedshiftStandIn tls(TestCertificates.Server server) {
        admission.requireTls(server);
        return this;
    }

    /** Requires a password from later connections, whichever user they have. */
    public RedshiftStandIn password(String required) {
        admission.requirePassword(required);
        return this;
    }

    /** Isolates later connections as {@code ISOLATION LEVEL SNAPSHOT} does; else it is SERIALIZABLE. */
    public RedshiftStandIn snapshot() {
        admission.isolate("repeatable read");
        return this;
    }

    /** Lets COPY read from this S3. */
    public RedshiftStandIn s3(S3Client client) {
        source = Optional.of(new CopySource(client));
        return this;
    }

    public int port() {
        return listener.getLocalPort();
    }

    public String database() {
        return database;
    }

    /** The address for the driver of Redshift, without a user; for one that requires no TLS. */
    public String url() {
        return "jdbc:redshift://127.0.0.1:" + port() + "/" + database + "?ssl=false";
    }

    /** The same as a target of db-ops, with a user and a password. */
    public ConnectionTarget target() {
        return new ConnectionTarget(
                List.of(new HostPort("127.0.0.1", port())),
                database,
                "handler",
                Optional.of(new Password("secret")),
                Map.of(ConnectionTarget.REDSHIFT, "true", "sslmode", "disable"),
                new Origin.UrlOption("--to"));
    }

    /** The gate, for what it has refused. */
    public StatementGate gate() {
        return gate;
    }

    /** The statements that were executed, in order, with those of the driver; a batch has one for each row. */
    public List<String> statements() {
        return recorder.statements();
    }

    /** The statements of a connection; the first has number 1. */
    public List<String> statements(int connection) {
        return recorder.statements(connection);
    }

    /** The number of times that a client has waited for an answer, since the last {@link #forget}. */
    public int roundTrips() {
        return recorder.roundTrips();
    }

    /** The reasons of failed loads, which the errors of COPY do not have, each after its table and a colon. */
    public List<String> loadErrors() {
        return List.copyOf(badRows);
    }

    /** Forgets the recorded statements and round trips. */
    public void forget() {
        recorder.forget();
    }

    /** The rows of a query to PostgreSQL itself, columns separated by {@code |}. */
    public List<String> rows(String sql) {
        return postgres.rows(database, sql);
    }

    /** Executes SQL of PostgreSQL itself; its types are not limited as Redshift's are. */
    public void execute(String sql) {
        postgres.execute(database, sql);
    }

    /** Answers the next COMMITs with error 1023, and rolls their transactions back. */
    public void inject1023(int commits) {
        inject1023(StatementTemplate.COMMIT, commits);
    }

    /** Answers the next statements of a kind with error 1023; their transactions have failed then. */
    public void inject1023(StatementTemplate kind, int statements) {
        troubles.add(kind, Trouble.VIOLATION, statements);
    }

    /** Cuts the connection of the next COMMIT, which is not executed. */
    public void cutBeforeCommit() {
        cutBefore(StatementTemplate.COMMIT);
    }

    /** Cuts the connection of the next COMMIT after its execution, before its answer. */
    public void cutAfterCommit() {
        cutAfter(StatementTemplate.COMMIT);
    }

    /** Cuts the connection when the next statement of a kind comes; the statement is not executed. */
    public void cutBefore(StatementTemplate kind) {
        troubles.add(kind, Trouble.CUT_BEFORE, 1);
    }

    /** Cuts the connection after the next statement of a kind, before its answer. */
    public void cutAfter(StatementTemplate kind) {
        troubles.add(kind, Trouble.CUT_AFTER, 1);
    }

    /** Cuts all connections, and stops listening. */
    @Override
    public void close() {
        try {
            listener.close();
            for (var client : open) {
                reset(client);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void reset(ClientLink client) throws IOException {
        try {
            client.reset();
        } catch (SocketException _) {
            // its client has closed it at this moment
        }
    }

    List<String> badRows() {
        return badRows;
    }

    /** The OIDs of the types that PostgreSQL does not have. */
    Set<Integer> types() {
        return types;
    }

    Optional<CopySource> source() {
        return source;
    }

    StatementRecorder recorder() {
        return recorder;
    }

    PlannedTroubles troubles() {
        return troubles;
    }

    private void accept() {
        try {
            while (true) {
                var socket = listener.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (SocketException _) {
            // closed
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            var client = new ClientLink(socket);
            open.add(client);
            try {
                admission.serve(
                        client, server -> new StandInConnection(numbers.incrementAndGet(), client, server, this).run());
            } finally {
                open.remove(client);
            }
        } catch (EOFException | SocketException | SSLException _) {
            // the client or the server has ended the connection
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
