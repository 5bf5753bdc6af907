package dev.dbops.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.ConnectionUrl;
import dev.dbops.testing.GuardedServer;
import dev.dbops.testing.TestServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each reason why a database cannot be reached has its own sentence and its own hint, and exit code 4. */
class ConnectionErrorsTest {
    private final TestServer server = TestServer.carried();

    @TempDir
    private Path directory;

    @Test
    void aWrongPassword() throws IOException {
        try (var guarded = GuardedServer.start()) {
            var transcript = sessions(guarded.url("postgres", "wrong", "")).failed(4);

            assertThat(transcript.err()).isEqualTo("""
                error: wrong password or no such user: "postgres" on 127.0.0.1:%d (SQLSTATE 28P01)
                hint: check user and password in CONNECTION_URL
                """.formatted(guarded.port()));
        }
    }

    @Test
    void aMissingPassword() throws IOException {
        try (var guarded = GuardedServer.start()) {
            var transcript = sessions("postgresql://postgres@127.0.0.1:%d/postgres".formatted(guarded.port()))
                    .failed(4);

            assertThat(transcript.err())
                    .contains("requires a password for user \"postgres\", and none was given")
                    .contains("hint: put it into CONNECTION_URL, PGPASSWORD or ~/.pgpass");
        }
    }

    @Test
    void aServerThatRequiresTls() throws IOException {
        try (var guarded = GuardedServer.start()) {
            var transcript = sessions(guarded.url("tls_only", TestServer.PASSWORD, "?sslmode=disable"))
                    .failed(4);

            assertThat(transcript.err())
                    .contains("requires TLS, and sslmode=disable turns it off")
                    .contains("hint: set sslmode=require (or verify-full) in CONNECTION_URL");
        }
    }

    /** As in some containers. The database could be on the local server, for which there is no place then. */
    @ParameterizedTest
    @ValueSource(strings = {"", "home", "/ho$me"})
    void aDatabaseOnThisMachineNeedsNoHome(String home) {
        var url = ConnectionUrl.formatWithPassword(server.target("postgres"));

        new Cli(directory)
                .with("HOME", home)
                .with("CONNECTION_URL", url)
                .run("sessions")
                .succeeded();
    }

    @Test
    void aServerThatDoesNotOfferTls() {
        var url = ConnectionUrl.formatWithPassword(server.target("postgres")) + "?sslmode=require";

        assertThat(sessions(url).failed(4).err())
                .contains("does not offer TLS, but sslmode=require requires it")
                .contains("hint: enable TLS on the server: ssl = on in postgresql.conf");
    }

    @ParameterizedTest
    @ValueSource(strings = {"standby", "read-only"})
    void aServerOfAnotherKind(String kind) {
        var url = ConnectionUrl.formatWithPassword(server.target("postgres")) + "?target_session_attrs=" + kind;
        var address = "127.0.0.1:" + server.port();

        assertThat(sessions(url).failed(4).err())
                .contains("error: %s is not a standby, as target_session_attrs=%s requires\n".formatted(address, kind))
                .contains(
                        "hint: name the host of such a server in CONNECTION_URL, or leave target_session_attrs out\n");
        assertThat(sessions(url.replace(address, address + "," + address))
                        .failed(4)
                        .err())
                .contains("error: none of the hosts is a standby: %1$s,%1$s, as target_session_attrs=%2$s requires\n"
                        .formatted(address, kind));
    }

    @ParameterizedTest
    @ValueSource(strings = {"any", "read-write", "primary", "prefer-standby"})
    void aServerOfTheKindThatIsWanted(String kind) {
        sessions(ConnectionUrl.formatWithPassword(server.target("postgres")) + "?target_session_attrs=" + kind)
                .succeeded();
    }

    @Test
    void anUnknownDatabase() {
        ConnectionTarget missing = server.unusedDatabase();

        assertThat(sessions(ConnectionUrl.formatWithPassword(missing)).failed(4).err())
                .contains("error: the database \"%s\" does not exist on 127.0.0.1:%d"
                        .formatted(missing.database(), server.port()))
                .contains("hint: create it: db-ops create");
    }

    /** As PostgreSQL does when the login is longer than 10,000 bytes (its MAX_STARTUP_PACKET_LENGTH). */
    @Test
    void aServerThatClosesTheConnection() throws Exception {
        try (var socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                var executor = Executors.newSingleThreadExecutor()) {
            var closing = executor.submit(() -> {
                try (var client = socket.accept()) {
                    return client.getInputStream().read(new byte[8192]);
                }
            });

            var failed = sessions("postgresql://a:b@127.0.0.1:%d/c?sslmode=disable".formatted(socket.getLocalPort()))
                    .failed(4);

            assertThat(failed.err())
                    .contains("broke: the server closed the connection")
                    .doesNotContain("Exception");
            assertThat(closing.get()).isPositive();
        }
    }

    @Test
    void aPortWhereNobodyListens() throws IOException {
        int port;
        try (var socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }

        assertThat(sessions("postgresql://a:b@127.0.0.1:%d/c".formatted(port))
                        .failed(4)
                        .err())
                .contains("error: connection refused by 127.0.0.1:" + port)
                .contains("hint: is the server running, and does it listen on that address and port?");
    }

    @Test
    void aHostThatIsNotKnown() {
        assertThat(sessions("postgresql://a:b@no-such-host.invalid/c").failed(4).err())
                .contains("error: the host \"no-such-host.invalid\" is not known")
                .contains("hint: check the host name in CONNECTION_URL, and the network");
    }

    @Test
    void aServerThatDoesNotAnswer() throws IOException {
        try (var silent = new ServerSocket(0)) {
            var url = "postgresql://a:b@127.0.0.1:%d/c?connect_timeout=1".formatted(silent.getLocalPort());

            assertThat(sessions(url).failed(4).err())
                    .contains("error: no answer from 127.0.0.1:" + silent.getLocalPort())
                    .contains("hint: a firewall or security group may drop the packets");
        }
    }

    @Test
    void severalHostsAreTriedInTurn() throws IOException {
        int unused;
        try (var socket = new ServerSocket(0)) {
            unused = socket.getLocalPort();
        }
        var works = "postgresql://postgres@127.0.0.1:%d,127.0.0.1:%d/postgres".formatted(unused, server.port());
        var fails = "postgresql://postgres@127.0.0.1:%d,[::1]:%d/postgres".formatted(unused, unused);

        sessions(works).succeeded();
        assertThat(sessions(fails).failed(4).err())
                .contains("error: none of the hosts accepts connections: 127.0.0.1:%d,[::1]:%d"
                        .formatted(unused, unused));
    }

    @Test
    void anEnvironmentWithoutItsVariableFallsBackToNothing() {
        var transcript = new Cli(directory)
                .with(server.target("postgres"))
                .run("sessions", "-e", "staging")
                .failed(2);

        assertThat(transcript.err()).contains("STAGING_CONNECTION_URL is not set");
    }

    @Test
    void twoVariablesThatDisagreeAreNoted() {
        var transcript = new Cli(directory)
                .with(server.target("postgres"))
                .with("DATABASE_URL", "postgresql://u:secret@elsewhere/other")
                .run("sessions")
                .succeeded();

        assertThat(transcript.err())
                .contains("note: DATABASE_URL names another database")
                .doesNotContain("secret");
    }

    private Cli.Transcript sessions(String url) {
        return new Cli(directory).with("CONNECTION_URL", url).run("sessions");
    }
}
