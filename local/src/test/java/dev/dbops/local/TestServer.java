package dev.dbops.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.target.ConnectionTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A local server in a temporary directory, with the programs that all tests share already in place. Closing it ends
 * whatever serves its data by the process's number.
 */
final class TestServer implements AutoCloseable {
    /** As the build leaves it. */
    static final Path ARCHIVE = Path.of("target/postgresql/postgres.txz").toAbsolutePath();

    static final Duration PATIENCE = Duration.ofSeconds(60);

    /** The announcement of the server. */
    final LinkedBlockingQueue<String> notes = new LinkedBlockingQueue<>();

    final LocalFiles files;
    final LocalDirectories directories;
    final LocalServer server;

    private TestServer(Path dataHome, Duration patience) {
        directories = new LocalDirectories(dataHome.resolve("db-ops"), dataHome.resolve("var-lib-db-ops"));
        files = new LocalFiles(directories.user());
        server = new LocalServer(directories, ARCHIVE, notes::add, patience, FreePort::choose);
    }

    /** Whose programs are unpacked already. */
    static TestServer in(Path dataHome) throws IOException {
        return in(dataHome, PATIENCE);
    }

    static TestServer in(Path dataHome, Duration patience) throws IOException {
        var fixture = new TestServer(dataHome, patience);
        var shared = SharedPrograms.directory();
        Files.createDirectories(fixture.files.base());
        Files.createSymbolicLink(fixture.files.base().resolve(shared.getFileName()), shared);
        return fixture;
    }

    /** On which nothing was done yet. */
    static TestServer untouchedIn(Path dataHome) {
        return new TestServer(dataHome, PATIENCE);
    }

    Connection connect() throws SQLException {
        return connect(server.target("postgres"));
    }

    static Connection connect(ConnectionTarget target) throws SQLException {
        return connect(target, target.password().orElseThrow().value());
    }

    static Connection connect(ConnectionTarget target, String password) throws SQLException {
        var login = new Properties();
        login.setProperty("user", target.user());
        login.setProperty("password", password);
        return DriverManager.getConnection("jdbc:postgresql://" + target.address() + "/" + target.database(), login);
    }

    void execute(String sql) throws SQLException {
        try (var connection = connect();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    String query(String sql) throws SQLException {
        try (var connection = connect();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    /** The main process is killed, as by the kernel when memory runs out. */
    void kill() {
        var pid = Postmaster.find(files.data()).orElseThrow().pid();
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
        var deadline = Deadline.in(PATIENCE);
        while (ServerProcess.serves(pid, files.data())) {
            assertThat(deadline.passed())
                    .as("process %s survived a kill -9", pid)
                    .isFalse();
            deadline.pause();
        }
    }

    List<String> notesSoFar() {
        return List.copyOf(notes);
    }

    @Override
    public void close() throws IOException {
        Postmaster.find(files.data()).ifPresent(postmaster -> postmaster.stop(files.data(), PATIENCE));
        var programs = files.programs("17.11.0");
        if (Files.isSymbolicLink(programs)) {
            Files.delete(programs); // shared, and JUnit warns about links that lead out of its directories
        }
    }
}
