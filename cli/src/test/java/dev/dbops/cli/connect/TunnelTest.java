package dev.dbops.cli.connect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.cli.Cli;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.ConnectionUrl;
import dev.dbops.testing.SshServer;
import dev.dbops.testing.TestServer;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Commands that reach their database through a real sshd. */
@Timeout(120)
class TunnelTest {
    private final ConnectionTarget target = TestServer.carried().newDatabase();
    private final String url = ConnectionUrl.formatWithPassword(target) + "?via=ssh:bastion";

    @TempDir
    private Path directory;

    private SshServer server;
    private Cli cli;

    @BeforeEach
    void start() throws Exception {
        server = new SshServer(Files.createDirectory(directory.resolve("ssh")));
        cli = new Cli(directory).with("CONNECTION_URL", url).with("PATH", server.path());
    }

    @AfterEach
    void nothingRemains() {
        assertThat(server.clients()).isEmpty();
        server.close();
    }

    private static String route(ConnectionTarget target) {
        return "db \"%s\" on %s via ssh:bastion as postgres".formatted(target.database(), target.address());
    }

    @Test
    void aCommandWorksThroughTheTunnelOfTheUrl() throws IOException {
        assertThat(cli.run("query", "SELECT current_database() AS name", "-o", "csv")
                        .succeeded()
                        .out())
                .isEqualTo("name\n%s\n".formatted(target.database()));
        assertThat(server.log()).contains("Accepted publickey");
        assertThat(cli.run("query", "--write", "CREATE TABLE t ()").succeeded().err())
                .contains("target: " + route(target) + " (from CONNECTION_URL)");
    }

    @Test
    void theOptionWinsAndCanTurnTheTunnelOff() throws Exception {
        cli.with("CONNECTION_URL", ConnectionUrl.formatWithPassword(target));
        cli.run("query", "SELECT 1", "--via", server.via()).succeeded();
        assertThat(server.log()).contains("Accepted publickey");
        server.kill();

        cli.with("CONNECTION_URL", url)
                .run("query", "SELECT 1", "--via", "none")
                .succeeded();
        assertThat(cli.run("query", "SELECT 1").failed(4).err())
                .contains("error: cannot connect to 127.0.0.1, port %d: Connection refused".formatted(server.port()));
    }

    @Test
    void psqlAndPgDumpConnectThroughTheTunnel() throws IOException {
        cli.run("connect", "--", "-X", "-o", "rows", "-At", "-c", "SELECT current_database()")
                .succeeded();

        assertThat(Files.readString(directory.resolve("rows"))).isEqualTo(target.database() + "\n");
        cli.run("query", "--write", "CREATE TABLE dumped (id int)").succeeded();
        assertThat(cli.run("schema-dump", "-f", "-").succeeded().out()).contains("CREATE TABLE public.dumped");
    }

    @Test
    void theUrlKeepsTheTunnelAndHidesThePassword() {
        assertThat(cli.run("url").succeeded().out()).isEqualTo(ConnectionUrl.format(target) + "?via=ssh%3Abastion\n");
    }

    @Test
    void aProgramGetsTheTargetAtTheEndOfTheTunnel() throws IOException {
        program("""
            env > environment
            psql -X -At -o rows -c 'SELECT current_database()'
            psql "$DATABASE_URL" -X -At -c 'SELECT 2' >> rows
            exit 7
            """);

        var run = cli.run("tunnel", "--", "./program", "-o", "json").failed(7);

        assertThat(run.err()).isEqualTo("target: " + route(target) + " (from CONNECTION_URL)\n");
        assertThat(Files.readString(directory.resolve("rows"))).isEqualTo(target.database() + "\n2\n");
        assertThat(Files.readAllLines(directory.resolve("environment")))
                .contains("PGHOST=127.0.0.1", "PGHOSTADDR=127.0.0.1", "PGPASSWORD=" + TestServer.PASSWORD)
                .noneMatch(line -> line.equals("PGPORT=" + TestServer.carried().port()));
    }

    @Test
    void aProgramThatIgnoresHostaddrGetsTheAddressAsTheHost() throws IOException {
        program("echo \"$DATABASE_URL\" > given");
        cli.with(
                "CONNECTION_URL",
                "postgresql://postgres:secret@db.invalid:%d/x?via=ssh:bastion&sslmode=verify-full&sslrootcert=ca.pem"
                        .formatted(TestServer.carried().port()));

        cli.run("tunnel", "--localhost", "--", "./program").succeeded();

        assertThat(Files.readString(directory.resolve("given")))
                .matches("postgresql://postgres:secret@127\\.0\\.0\\.1:\\d+/x\\?sslmode=verify-ca&sslrootcert=\\S+\n");
    }

    @Test
    void withoutAProgramTheTunnelStaysOpenUntilItIsInterrupted() throws IOException {
        int free;
        try (var listener = new ServerSocket(0)) {
            free = listener.getLocalPort();
        }
        try (var run = cli.start("tunnel", "--port", Integer.toString(free))) {
            var open = run.await(
                    now -> now.err().contains("the tunnel is open") && now.out().endsWith("\n"));

            assertThat(open.out())
                    .isEqualTo("postgresql://postgres@127.0.0.1:%d/%s?hostaddr=127.0.0.1\n"
                            .formatted(free, target.database()));
            assertThat(server.clients()).hasSize(1);
            var direct = new Cli(directory).with("PGPASSWORD", TestServer.PASSWORD);
            direct.run("query", "SELECT 1", "--url", open.out().strip()).succeeded();
            run.interrupt().failed(130);
        }
    }

    @Test
    void aTargetWithoutATunnelIsRefused() {
        assertThat(cli.run("tunnel", "--via", "none").failed(2).err()).isEqualTo("""
            error: no tunnel is configured for %s
            hint: pass --via ssh:[USER@]HOST or --via ssm:INSTANCE-ID, or add via= to CONNECTION_URL
            """.formatted(target.description()));
    }

    @Test
    void aProgramThatIsNotThereOpensNoTunnel() throws IOException {
        assertThat(cli.run("tunnel", "--", "no-such-program").failed(127).err()).contains("no tunnel was opened");
        assertThat(server.log()).doesNotContain("Accepted");
        assertThat(cli.run("tunnel", "--dry-run", "--", "true").succeeded().err())
                .contains("would open a tunnel through ssh:bastion, and run true");
        assertThat(server.log()).doesNotContain("Accepted");
    }

    @Test
    void waitEndsAtOnceWhenWaitingCannotHelp() throws IOException {
        server.forgetUsers();

        assertThat(cli.run("wait", "--timeout", "60").failed(4).err())
                .contains("error: bastion does not accept the login");
    }

    private void program(String text) throws IOException {
        var program = directory.resolve("program");
        Files.writeString(program, "#!/bin/sh\n" + text);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    }
}
