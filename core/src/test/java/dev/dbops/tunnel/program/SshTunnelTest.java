package dev.dbops.tunnel.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.postgres.Database;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.HostPort;
import dev.dbops.testing.SshServer;
import dev.dbops.testing.TestServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tunnels through a real sshd on this machine. */
@Timeout(120)
class SshTunnelTest {
    private final ConnectionTarget database = TestServer.carried().newDatabase();

    @TempDir
    private Path directory;

    private SshServer server;
    private Tunnels tunnels;

    @BeforeEach
    void start() throws Exception {
        server = new SshServer(directory);
        tunnels = new Tunnels(Map.of("PATH", server.path()), false);
    }

    @AfterEach
    void nothingRemains() {
        tunnels.close();
        assertThat(server.clients()).isEmpty();
        server.close();
    }

    private ConnectionTarget through(String via, ConnectionTarget target) {
        var parameters = new HashMap<>(target.parameters());
        parameters.put("via", via);
        return tunnels.through(new ConnectionTarget(
                target.hosts(), target.database(), target.user(), target.password(), parameters, target.origin()));
    }

    private ConnectionTarget on(HostPort host) {
        return new ConnectionTarget(
                List.of(host),
                database.database(),
                database.user(),
                database.password(),
                Map.of("sslmode", "disable"),
                database.origin());
    }

    private static String name(ConnectionTarget target) {
        try (var open = Database.connect(target)) {
            return open.query("SELECT current_database()", row -> row.getString(1))
                    .getFirst();
        }
    }

    @Test
    void aConnectionGoesThroughTheTunnelAndAllConnectionsShareIt() {
        var target = through(server.via(), database);

        try (var first = Database.connect(target);
                var second = Database.connect(target.withDatabase("postgres"))) {
            assertThat(first.query("SELECT 1", row -> row.getInt(1))).containsExactly(1);
            assertThat(second.query("SELECT 2", row -> row.getInt(1))).containsExactly(2);
            assertThat(server.clients()).hasSize(1);
        }
    }

    @Test
    void theNameOfTheHostIsResolvedAtTheOtherEnd() {
        // localhost there, and no name server has this name
        var target = on(new HostPort("db.private.invalid", TestServer.carried().port()));
        var parameters = new HashMap<>(target.parameters());
        parameters.put("hostaddr", "127.0.0.1");

        assertThat(name(through(
                        server.via(),
                        new ConnectionTarget(
                                target.hosts(),
                                target.database(),
                                target.user(),
                                target.password(),
                                parameters,
                                target.origin()))))
                .isEqualTo(database.database());
        fails(
                through(server.via(), target),
                "bastion cannot connect to db.private.invalid:",
                "it is resolved on bastion");
    }

    @Test
    void userAndPortOfTheWayReachSsh() {
        assertThat(name(through(
                        "ssh:%s@127.0.0.1:%d".formatted(System.getProperty("user.name"), server.port()), database)))
                .isEqualTo(database.database());
        fails(
                through("ssh:nobody-of-this-name@127.0.0.1:" + server.port(), database),
                "127.0.0.1 does not accept the login: nobody-of-this-name@127.0.0.1: Permission denied (publickey).",
                "try ssh -p %d nobody-of-this-name@127.0.0.1".formatted(server.port()));
    }

    @Test
    void aStatementIsCancelledThroughTheTunnel() throws Exception {
        try (var open = Database.connect(through(server.via(), database))) {
            var canceller = Thread.ofVirtual().start(() -> {
                try {
                    Thread.sleep(500);
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                open.cancel();
            });
            assertThatThrownBy(() -> open.execute("SELECT pg_sleep(60)")).hasMessageContaining("cancel");
            canceller.join();
        }
    }

    @Test
    void aKeyThatIsNotAllowed() throws IOException {
        server.forgetUsers();

        fails(through(server.via(), database), "bastion does not accept the login: ", "ssh-add -l");
    }

    @Test
    void anUnknownHostKey() throws IOException {
        server.forgetHosts();

        fails(through(server.via(), database), "the host key of bastion is not known", "ssh bastion");
    }

    @Test
    void aHostKeyThatHasChanged() throws Exception {
        server.key("other");
        server.trust("other.pub");

        fails(
                through(server.via(), database),
                "the host key of bastion is not the one in known_hosts",
                "ssh-keygen -R bastion");
    }

    @Test
    void aPortOnWhichNothingListens() throws Exception {
        server.kill();

        fails(
                through("ssh:127.0.0.1:" + server.port(), database),
                "cannot connect to 127.0.0.1, port %d: Connection refused".formatted(server.port()),
                "does sshd run there");
    }

    @Test
    void aHostThatIsNotKnown() {
        fails(
                through("ssh:no-such-host.invalid", database),
                "the host \"no-such-host.invalid\" in via is not known",
                "ssh/config");
    }

    @Test
    void aServerThatForbidsForwarding() throws Exception {
        server.close();
        server = new SshServer(
                directory.resolve("strict").toFile().mkdir() ? directory.resolve("strict") : null,
                "AllowTcpForwarding no");
        tunnels = new Tunnels(Map.of("PATH", server.path()), false);

        fails(
                through(server.via(), database),
                "bastion does not allow forwarding to " + database.address(),
                "AllowTcpForwarding");
    }

    @Test
    void aDatabaseThatTheOtherMachineCannotReach() throws Exception {
        int closed;
        try (var listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = listener.getLocalPort();
        }

        fails(
                through(server.via(), on(new HostPort("127.0.0.1", closed))),
                "bastion cannot connect to 127.0.0.1:%d: Connection refused".formatted(closed),
                "is the server running");
    }

    @Test
    void aDeadTunnelIsOpenedAgainByTheNextConnection() throws Exception {
        var target = through(server.via(), database);
        try (var open = Database.connect(target)) {
            server.kill();
            assertThatThrownBy(() -> open.query("SELECT 1", row -> row.getInt(1)))
                    .isInstanceOf(OpsException.class);
        }
        // ssh may need a moment to notice that its connection is gone
        Throwable failure;
        do {
            failure = catchThrowable(() -> Database.connect(target).close());
        } while (failure.getMessage().startsWith("the connection to bastion was closed"));
        fails(target, "Connection refused", "sshd");
        server.start();

        assertThat(name(target)).isEqualTo(database.database());
    }

    @Test
    void forwardsOfTheConfigurationDoNotMatter() throws Exception {
        try (var listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            server.configure("""
                Host bastion
                  LocalForward 127.0.0.1:%d 127.0.0.1:1
                  RemoteCommand echo no
                  ForwardAgent yes
                """.formatted(listener.getLocalPort()));

            assertThat(name(through(server.via(), database))).isEqualTo(database.database());
        }
    }

    @Test
    void aPortOfThisMachineLeadsToTheSameServer() throws Exception {
        var target = through(server.via(), database);
        var port = target.tunnel().orElseThrow().port();

        assertThat(name(on(new HostPort("127.0.0.1", port)))).isEqualTo(database.database());
        server.kill();
        server.start();
        assertThat(target.tunnel().orElseThrow().port()).isEqualTo(port);
        assertThat(name(on(new HostPort("127.0.0.1", port)))).isEqualTo(database.database());
    }

    @Test
    void aMissingClientIsNamed() {
        tunnels = new Tunnels(Map.of("PATH", directory.toString()), false);

        assertThatThrownBy(() -> Database.connect(through("ssh:bastion", database)))
                .isInstanceOfSatisfying(
                        OpsException.class, e -> assertThat(e.kind()).isEqualTo(Kind.USAGE))
                .hasMessage("via=ssh:bastion needs the program ssh, which is not on the PATH");
    }

    private static void fails(ConnectionTarget target, String message, String hint) {
        assertThatThrownBy(() -> Database.connect(target).close())
                .isInstanceOfSatisfying(OpsException.class, e -> {
                    assertThat(e.kind()).as(e.toString()).isEqualTo(Kind.UNREACHABLE);
                    assertThat(e.hint().orElse("")).contains(hint);
                })
                .hasMessageContaining(message);
    }
}
