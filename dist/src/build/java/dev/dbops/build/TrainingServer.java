package dev.dbops.build;

import dev.dbops.local.LocalDirectories;
import dev.dbops.local.LocalServer;
import dev.dbops.target.ConnectionTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Properties;
import org.postgresql.Driver;

/** The local server of db-ops itself, private to the training, which in addition offers TLS and has a session open. */
final class TrainingServer implements AutoCloseable {
    /** A database that exists, and in which a session is open as long as the server runs. */
    static final String BUSY_DATABASE = "postgres";

    private static final Duration RELOAD_PATIENCE = Duration.ofSeconds(10);

    private final LocalServer server;
    private final Path systemDirectory;
    private final Path certificate;
    private final Thread stopWhenInterrupted = new Thread(this::delete);
    private Connection session;

    private TrainingServer(LocalServer server, Path systemDirectory, Path certificate) {
        this.server = server;
        this.systemDirectory = systemDirectory;
        this.certificate = certificate;
    }

    /**
     * @param archive the server's programs, as the distribution carries them
     * @param directory gets the unpacked programs, which stay for the next time, and the data
     * @param keyStore the file for the key of the server's certificate
     */
    static TrainingServer start(Path archive, Path directory, Path keyStore) throws IOException, InterruptedException {
        // where the server lives when root must step down to a user who cannot enter the checkout
        var system = Path.of(
                System.getProperty("java.io.tmpdir"),
                "db-ops-training-" + ProcessHandle.current().pid());
        var local = new LocalServer(new LocalDirectories(directory, system), archive, note -> {});
        var started = new TrainingServer(local, system, keyStore.resolveSibling("training.pem"));
        // A server has its own session and gets no Ctrl-C: an interrupted build must not leave it running.
        Runtime.getRuntime().addShutdownHook(started.stopWhenInterrupted);
        local.delete(); // what a killed build may have left
        local.start();
        var pair = SelfSignedCertificate.create(keyStore);
        Files.writeString(started.certificate, pair.certificatePem());
        started.offerTls(pair);
        return started;
    }

    /** The file of the server's certificate, which is its own authority. */
    Path certificate() {
        return certificate;
    }

    String url(String database, String parameters) {
        return urlOf(user() + ":" + password() + "@", database, parameters);
    }

    /** The URL with a password that comes from elsewhere. */
    String urlWithoutPassword(String database, String parameters) {
        return urlOf(user() + "@", database, parameters);
    }

    private String urlOf(String login, String database, String parameters) {
        var address = server.target(database).address();
        return "postgresql://" + login + address + "/" + database + "?" + parameters;
    }

    String user() {
        return server.target(BUSY_DATABASE).user();
    }

    String password() {
        return password(server.target(BUSY_DATABASE));
    }

    /** Ends the session, stops the server and removes its data. */
    @Override
    public void close() throws IOException {
        Runtime.getRuntime().removeShutdownHook(stopWhenInterrupted);
        try {
            session.close();
        } catch (SQLException e) {
            throw new IOException("the training's session does not end: " + e.getMessage(), e);
        } finally {
            delete();
        }
        Trees.delete(systemDirectory);
    }

    private void delete() {
        server.delete();
    }

    /** The server writes the files itself: in its data directory, and as the user it runs as. */
    private void offerTls(SelfSignedCertificate pair) throws IOException, InterruptedException {
        try (var connection = connect("disable");
                var statement = connection.createStatement()) {
            statement.execute(writing("server.key", pair.keyPem()));
            statement.execute(writing("server.crt", pair.certificatePem()));
            statement.execute("ALTER SYSTEM SET ssl = on");
            statement.execute("SELECT pg_reload_conf()");
        } catch (SQLException e) {
            throw new IOException("the training's server cannot offer TLS: " + e.getMessage(), e);
        }
        keepSession();
    }

    private static String writing(String file, String pem) {
        var lines = pem.replace("\r", "").strip();
        return "COPY (SELECT unnest(string_to_array('" + lines + "', E'\\n'))) TO PROGRAM 'umask 077; cat >" + file
                + "'";
    }

    /** Opens the session of {@link #BUSY_DATABASE}: over TLS, so that it also waits for the reload. */
    private void keepSession() throws IOException, InterruptedException {
        var deadline = Instant.now().plus(RELOAD_PATIENCE);
        while (true) {
            try {
                session = connect("require");
                return;
            } catch (SQLException e) {
                if (Instant.now().isAfter(deadline)) {
                    throw new IOException("the training's server does not offer TLS: " + e.getMessage(), e);
                }
                Thread.sleep(20);
            }
        }
    }

    private Connection connect(String sslMode) throws SQLException {
        var target = server.target(BUSY_DATABASE);
        var properties = new Properties();
        properties.setProperty("user", target.user());
        properties.setProperty("password", password(target));
        properties.setProperty("sslmode", sslMode);
        return new Driver().connect("jdbc:postgresql://" + target.address() + "/" + BUSY_DATABASE, properties);
    }

    private static String password(ConnectionTarget target) {
        return target.password().orElseThrow().value();
    }
}
