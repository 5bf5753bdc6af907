package dev.dbops.testing;

import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.HostPort;
import dev.dbops.target.Origin;
import dev.dbops.target.Password;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A real PostgreSQL server of some major version, started once for all tests of a run, and stopped at its end. */
public final class TestServer {
    /** The version in the distribution. */
    public static final int CARRIED = 17;

    public static final String PASSWORD = "correct horse:battery/staple@%#";

    private static final Map<Integer, TestServer> SERVERS = new ConcurrentHashMap<>();
    private static final AtomicInteger DATABASES = new AtomicInteger();

    private final int port;

    /**
     * A server that another process has started.
     *
     * @param port its port on this machine
     */
    TestServer(int port) {
        this.port = port;
    }

    /** A server of the version in the distribution. */
    public static TestServer carried() {
        return ofMajor(CARRIED);
    }

    /** The server of a major version: 13, 15, 17 or 18. */
    public static TestServer ofMajor(int major) {
        return SERVERS.computeIfAbsent(major, TestServer::start);
    }

    private static TestServer start(int major) {
        try {
            var data = Files.createTempDirectory("test-server-");
            var process = builder(major)
                    .setDataDirectory(data)
                    .setCleanDataDirectory(false)
                    .setRegisterShutdownHook(false)
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> end(process, data)));
            var server = new TestServer(process.getPort());
            server.setPassword();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Each database has 300 files. The library would ask for the attributes of each before it deletes it: minutes for a
     * run, and Surefire ends the process after three.
     */
    private static void end(EmbeddedPostgres process, Path data) {
        try {
            process.close();
            new ProcessBuilder("rm", "-rf", data.toString()).inheritIO().start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    /** A server that the test itself has started with {@link #builder}, on that port of this machine. */
    public static TestServer at(int port) {
        return new TestServer(port);
    }

    /** A separate server, for tests that kill or reconfigure it; the test closes it. */
    public static EmbeddedPostgres.Builder builder(int major) {
        return EmbeddedPostgres.builder().setPgBinaryResolver((system, machine) -> binaries(major));
    }

    /** The archive in the jar of that version, as the library expects it. */
    private static InputStream binaries(int major) {
        var directory = System.getProperty("dbops.test.servers", "../core/target/test-servers");
        var jar = Path.of(directory, "postgresql-" + major + ".jar");
        try (var content = FileSystems.newFileSystem(URI.create("jar:" + jar.toUri()), Map.of());
                var files = Files.list(content.getPath("/"))) {
            var archive = files.filter(file -> file.toString().endsWith(".txz"))
                    .findFirst()
                    .orElseThrow();
            return new ByteArrayInputStream(Files.readAllBytes(archive));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the PostgreSQL binaries for tests are missing: run ./mvnw generate-test-resources -pl core", e);
        }
    }

    /** Gives the superuser the password that {@link #target} has. */
    void setPassword() {
        execute("postgres", "ALTER ROLE postgres PASSWORD '" + PASSWORD + "'");
    }

    public int port() {
        return port;
    }

    /** A database that no other test uses. */
    public ConnectionTarget newDatabase() {
        return newDatabase("");
    }

    /** Like {@link #newDatabase()}, with options of CREATE DATABASE. */
    public ConnectionTarget newDatabase(String options) {
        var name = "test_" + DATABASES.incrementAndGet();
        execute("postgres", "CREATE DATABASE " + name + " " + options);
        if (SERVERS.containsValue(this)) {
            DatabasesOfClass.add(this, name);
        }
        return target(name);
    }

    /** A name that no database has. */
    public ConnectionTarget unusedDatabase() {
        return target("test_" + DATABASES.incrementAndGet());
    }

    /** The target for a database, as superuser. */
    public ConnectionTarget target(String database) {
        return new ConnectionTarget(
                List.of(new HostPort("127.0.0.1", port())),
                database,
                "postgres",
                Optional.of(new Password(PASSWORD)),
                Map.of(),
                new Origin.UrlOption());
    }

    /** The same as a JDBC URL. */
    public String jdbcUrl(String database) {
        return "jdbc:postgresql://127.0.0.1:%d/%s?user=postgres".formatted(port, database);
    }

    /** Runs SQL for its effect, without the code under test. */
    public void execute(String database, String sql) {
        try (var connection = DriverManager.getConnection(jdbcUrl(database));
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    /** The rows of a query as text, columns separated by {@code |}, without the code under test. */
    public List<String> rows(String database, String sql) {
        try (var connection = DriverManager.getConnection(jdbcUrl(database));
                var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            var rows = new ArrayList<String>();
            while (row.next()) {
                var text = new StringBuilder();
                for (var i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                    text.append(i == 1 ? "" : "|").append(row.getString(i));
                }
                rows.add(text.toString());
            }
            return rows;
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }
}
