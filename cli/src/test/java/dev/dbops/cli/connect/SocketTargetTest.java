package dev.dbops.cli.connect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.cli.Cli;
import dev.dbops.postgres.Database;
import dev.dbops.target.ConnectionUrl;
import dev.dbops.target.Origin;
import dev.dbops.target.SocketDirectories;
import dev.dbops.target.TargetEnvironment;
import dev.dbops.testing.TestServer;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that is reached over its Unix-domain socket, as on a fresh Debian. */
class SocketTargetTest {
    @TempDir
    private static Path sockets;

    private static EmbeddedPostgres server;

    @TempDir
    private Path directory;

    /** Every system user may log in as the role "peer", none as "stranger", and "guarded" has a password. */
    @BeforeAll
    static void startServer() throws IOException {
        Files.setPosixFilePermissions(sockets, PosixFilePermissions.fromString("rwxrwxrwx"));
        var rules = Files.writeString(sockets.resolve("hba"), """
            local all stranger peer
            local all guarded scram-sha-256
            local all all peer map=everybody
            host all all 127.0.0.1/32 trust
            """);
        var names = Files.writeString(sockets.resolve("ident"), "everybody /^.*$ peer\n");
        server = TestServer.builder(TestServer.CARRIED)
                .setServerConfig("unix_socket_directories", sockets.toString())
                .setServerConfig("hba_file", rules.toString())
                .setServerConfig("ident_file", names.toString())
                .start();
        TestServer.at(server.getPort()).execute("postgres", """
            CREATE ROLE peer SUPERUSER LOGIN;
            CREATE ROLE stranger LOGIN;
            CREATE ROLE guarded SUPERUSER LOGIN PASSWORD 'open sesame'
            """);
    }

    @AfterAll
    static void stopServer() throws IOException {
        server.close();
    }

    @Test
    void peerAuthenticationNeedsNoPassword() {
        var transcript = cli().run("query", "SELECT current_user, inet_client_addr() IS NULL AS local", url("peer"));

        assertThat(transcript.succeeded().out()).contains("peer").contains("t");
    }

    @Test
    void theVariablesOfLibpqNameTheSocket() {
        var transcript = variables().run("sessions").succeeded();

        assertThat(transcript.exitCode()).isZero();
        assertThat(variables().run("url").succeeded().out())
                .isEqualTo("postgresql://peer@%s:%d/postgres\n"
                        .formatted(sockets.toString().replace("/", "%2F"), server.getPort()));
    }

    @Test
    void aProjectIsCreatedAndDroppedOverTheSocket() throws IOException {
        Files.writeString(directory.resolve("schema.sql"), "CREATE TABLE t (id int);\n");
        var target = cli().with("CONNECTION_URL", url("peer").replace("/postgres?", "/project?"));

        var transcript = target.run("setup").succeeded();

        assertThat(transcript.err()).contains("on " + sockets + ":" + server.getPort() + " as peer");
        target.run("drop", "--yes").succeeded();
    }

    @Test
    void aServiceNamesTheSocket() throws IOException {
        Files.writeString(
                directory.resolve(".pg_service.conf"),
                "[here]\nhost=%s\nport=%d\nuser=peer\ndbname=postgres\n".formatted(sockets, server.getPort()));

        cli().with("PGSERVICE", "here").run("query", "SELECT 1").succeeded();
    }

    @Test
    void thePasswordFileHasThePasswordOfTheDirectory() throws IOException {
        var file = Files.writeString(directory.resolve(".pgpass"), sockets + ":*:*:guarded:open sesame\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));

        cli().run("query", "SELECT 1", url("guarded")).succeeded();
    }

    @Test
    void aModeThatRequiresTlsIsIgnored() {
        cli().run("query", "SELECT 1", url("peer") + "&sslmode=verify-full").succeeded();
    }

    @Test
    void doctorFollowsTheSocket() {
        var transcript = cli().run("doctor", url("peer"));

        assertThat(transcript.out())
                .contains(".s.PGSQL.%d accepts connections".formatted(server.getPort()))
                .contains("a Unix-domain socket needs none: the data stay on this machine");
    }

    @Test
    void aRoleThatIsNotThePeerGetsAHint() {
        var transcript = cli().run("query", "SELECT 1", url("stranger")).failed(4);

        assertThat(transcript.err())
                .contains("Peer authentication failed for user \"stranger\"")
                .contains("hint: with peer authentication the role has the name of your system user");
    }

    @Test
    void aMissingSocketIsNamedByItsFile() {
        var transcript = cli().run("query", "SELECT 1", "postgresql://u@/d?host=" + directory)
                .failed(4);

        assertThat(transcript.err())
                .startsWith("error: cannot connect to the Unix-domain socket %s/.s.PGSQL.5432: No such file"
                        .formatted(directory))
                .contains("unix_socket_directories");
    }

    @Test
    void aStatementIsCancelledOverTheSocket() {
        var target = ConnectionUrl.parse(url("peer"))
                .resolve(new Origin.UrlOption(), environment())
                .target();
        try (var database = Database.connect(target)) {
            var statement = CompletableFuture.runAsync(() -> database.execute("SELECT pg_sleep(600)"));
            awaitSleeper();

            database.cancel();

            assertThat(statement)
                    .failsWithin(Duration.ofSeconds(30))
                    .withThrowableThat()
                    .havingRootCause();
        }
    }

    private static void awaitSleeper() {
        var sleepers = """
            SELECT pid FROM pg_stat_activity
            WHERE query LIKE '%pg_sleep(600)%' AND state = 'active' AND pid <> pg_backend_pid()
            """;
        while (TestServer.at(server.getPort()).rows("postgres", sleepers).isEmpty()) {
            Thread.onSpinWait();
        }
    }

    private TargetEnvironment environment() {
        return new TargetEnvironment(
                Map.of(), Set.of(), "", directory, directory, directory, SocketDirectories.USUAL, "peer");
    }

    private Cli cli() {
        return new Cli(directory).with("HOME", directory.toString());
    }

    private Cli variables() {
        return cli().with("PGHOST", sockets.toString())
                .with("PGPORT", Integer.toString(server.getPort()))
                .with("PGDATABASE", "postgres")
                .with("PGUSER", "peer");
    }

    private static String url(String user) {
        return "postgresql://%s@/postgres?host=%s&port=%d".formatted(user, sockets, server.getPort());
    }
}
