package dev.dbops.cli.doctor;

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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The way to a database through a tunnel, whose own failures are findings. */
@Timeout(120)
class DoctorTunnelTest {
    private final ConnectionTarget target = TestServer.carried().newDatabase();

    @TempDir
    private Path directory;

    private SshServer server;

    @BeforeEach
    void start() throws Exception {
        server = new SshServer(Files.createDirectory(directory.resolve("ssh")));
    }

    @AfterEach
    void nothingRemains() {
        assertThat(server.clients()).isEmpty();
        server.close();
    }

    private Cli.Transcript doctor(String url) {
        return new Cli(directory)
                .with("CONNECTION_URL", url)
                .with("PATH", server.path())
                .run("doctor");
    }

    @Test
    void aTunnelThatReachesTheDatabase() {
        assertThat(doctor(ConnectionUrl.formatWithPassword(target) + "?via=ssh:bastion")
                        .out())
                .contains("ok       name resolution         not used: ssh:bastion finds the host")
                .contains("ok       TCP                     ssh:bastion forwards connections to " + target.address())
                .contains("ok       server                  PostgreSQL ")
                .contains("ok       database                \"%s\" exists".formatted(target.database()))
                .contains("ok       latency");
    }

    @Test
    void aLoginThatIsNotAccepted() throws IOException {
        server.forgetUsers();

        assertThat(doctor(ConnectionUrl.formatWithPassword(target) + "?via=ssh:bastion")
                        .failed(1)
                        .out())
                .contains("failed   TCP                     bastion does not accept the login: ")
                .contains("skipped  server                  the tunnel failed");
    }

    @Test
    void aDatabaseThatTheOtherMachineCannotReach() throws IOException {
        int closed;
        try (var listener = new ServerSocket(0)) {
            closed = listener.getLocalPort();
        }

        assertThat(doctor("postgresql://a:b@127.0.0.1:%d/c?via=ssh:bastion".formatted(closed))
                        .failed(1)
                        .out())
                .contains("failed   TCP                     bastion cannot connect to 127.0.0.1:%d: Connection refused"
                        .formatted(closed))
                .contains("skipped  server                  the tunnel failed");
    }

    @Test
    void aPrivateAddressThatDoesNotAnswerGetsATunnelAsTheRemedy() {
        assertThat(doctor("postgresql://a:b@[fec0::1]/c?connect_timeout=1")
                        .failed(1)
                        .out())
                .contains("-> the address is private: connect from its network, over a VPN, or through a machine there"
                        + " with --via ssh:HOST or --via ssm:INSTANCE-ID");
    }
}
