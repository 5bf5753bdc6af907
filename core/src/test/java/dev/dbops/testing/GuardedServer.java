package dev.dbops.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/** A server that requires SCRAM passwords, and TLS for the role {@code tls_only}. */
public final class GuardedServer implements AutoCloseable {
    private static final String RULES = """
        hostnossl all tls_only all reject
        host all all all scram-sha-256
        """;

    /** The driver's SQLSTATE for a server that asks for a password when there is none. */
    private static final String NO_PASSWORD = "08004";

    private final EmbeddedPostgres postgres;

    private GuardedServer(EmbeddedPostgres postgres) {
        this.postgres = postgres;
    }

    public static GuardedServer start() throws IOException {
        return guarded(TestServer.builder(TestServer.CARRIED).start());
    }

    /**
     * Starts a server with TLS.
     *
     * @param key the server's key file
     * @param certificate its certificate file
     */
    public static GuardedServer start(Path key, Path certificate) throws IOException {
        return guarded(TestServer.builder(TestServer.CARRIED)
                .setServerConfig("ssl", "on")
                .setServerConfig("ssl_key_file", key.toString())
                .setServerConfig("ssl_cert_file", certificate.toString())
                .start());
    }

    private static GuardedServer guarded(EmbeddedPostgres postgres) throws IOException {
        try (var connection = postgres.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("CREATE ROLE tls_only LOGIN PASSWORD '" + TestServer.PASSWORD + "'");
            statement.execute("ALTER ROLE postgres PASSWORD '" + TestServer.PASSWORD + "'");
            try (var row = statement.executeQuery("SHOW hba_file")) {
                row.next();
                Files.writeString(Path.of(row.getString(1)), RULES);
            }
            statement.execute("SELECT pg_reload_conf()");
            awaitRules(postgres);
            return new GuardedServer(postgres);
        } catch (SQLException e) {
            postgres.close();
            throw new IOException(e);
        }
    }

    /** The reload is asynchronous, and only a refused connection shows that it has happened. */
    private static void awaitRules(EmbeddedPostgres postgres) throws SQLException {
        while (true) {
            try (var connection = DriverManager.getConnection(postgres.getJdbcUrl("postgres", "postgres"))) {
                connection.isValid(0);
            } catch (SQLException refused) {
                if (NO_PASSWORD.equals(refused.getSQLState())) {
                    return;
                }
                throw refused;
            }
        }
    }

    public int port() {
        return postgres.getPort();
    }

    public String url(String user, String password, String parameters) {
        return "postgresql://%s:%s@127.0.0.1:%d/postgres%s"
                .formatted(
                        user,
                        URLEncoder.encode(password, StandardCharsets.UTF_8).replace("+", "%20"),
                        port(),
                        parameters);
    }

    /** Runs SQL for its effect, as superuser. */
    public void execute(String sql) throws SQLException {
        var properties = new Properties();
        properties.setProperty("user", "postgres");
        properties.setProperty("password", TestServer.PASSWORD);
        try (var connection =
                        DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port() + "/postgres", properties);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws IOException {
        postgres.close();
    }
}
