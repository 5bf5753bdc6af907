package dev.dbops.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.cli.Cli;
import dev.dbops.testing.CuttingProxy;
import dev.dbops.testing.GuardedServer;
import dev.dbops.testing.TestServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way to a database ends at the step that is broken, and each has its own words and its own remedy. */
class DoctorConnectionTest {
    private static GuardedServer guarded;

    private final TestServer server = TestServer.carried();

    @TempDir
    private Path directory;

    @BeforeAll
    static void start() throws IOException {
        guarded = GuardedServer.start();
    }

    @AfterAll
    static void stop() throws IOException {
        guarded.close();
    }

    private Cli.Transcript doctor(String url, String... args) {
        var words = new ArrayList<>(List.of("doctor"));
        words.addAll(List.of(args));
        return new Cli(directory).with("CONNECTION_URL", url).run(words.toArray(String[]::new));
    }

    @Test
    void withoutAnyConfigurationTheLocalServerIsTheRemedy() {
        assertThat(new Cli(directory).run("doctor").failed(1).out())
                .startsWith("""
                    connection
                      failed   configuration           no database is configured, and the local server does not run
                               -> db-ops local-start
                                  or set CONNECTION_URL=postgresql://USER:PASSWORD@HOST:5432/NAME
                      skipped  name resolution         no database is meant
                    """)
                .endsWith("\n\n1 failed\n");
    }

    @Test
    void anInvalidUrlAndAMissingVariableAreFailuresOfTheConfiguration() {
        assertThat(doctor("postgresql://u:p@host:port/db").failed(1).out())
                .contains("failed   configuration           the port in the connection URL is not a number");
        assertThat(new Cli(directory).run("doctor", "staging", "-q").failed(1).out())
                .isEqualTo("""
                    connection
                      failed   configuration           the environment "staging" has no database: STAGING_CONNECTION_URL is not set
                               -> set STAGING_CONNECTION_URL=postgresql://USER:PASSWORD@HOST:PORT/NAME

                    1 failed
                    """);
    }

    @Test
    void variablesThatDisagreeAreAWarning() {
        var transcript = new Cli(directory)
                .with(server.newDatabase())
                .with("DATABASE_URL", "postgresql://u:secret@elsewhere/other")
                .run("doctor", "-q");

        assertThat(transcript.out())
                .contains("warning  configuration           DATABASE_URL names another database")
                .doesNotContain("secret");
        assertThat(transcript.err()).isEmpty();
    }

    @Test
    void aNameThatIsNotKnown() {
        assertThat(doctor("postgresql://a:b@no-such-host.invalid/c").failed(1).out())
                .contains("failed   name resolution         the host \"no-such-host.invalid\" is not known")
                .contains("-> check the host name in CONNECTION_URL, and the network")
                .contains("skipped  TCP                     the host is not known");
    }

    @Test
    void aPortThatRefuses() throws IOException {
        int port;
        try (var socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }

        assertThat(doctor("postgresql://a:b@127.0.0.1:%d/c".formatted(port))
                        .failed(1)
                        .out())
                .contains("failed   TCP                     127.0.0.1:%d refuses the connection".formatted(port))
                .contains("Wait for it: db-ops wait")
                .contains("skipped  server                  the connection failed");
    }

    /** Linux drops what comes when the queue of a listener is full, as a firewall does. */
    @Test
    void aPortThatSaysNothing() throws IOException {
        try (var full = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            var port = full.getLocalPort();
            List<Socket> queue = new ArrayList<>();
            try {
                for (var i = 0; i < 2; i++) {
                    queue.add(new Socket("127.0.0.1", port));
                }

                assertThat(doctor("postgresql://a:b@127.0.0.1:%d/c?connect_timeout=1".formatted(port))
                                .failed(1)
                                .out())
                        .contains("failed   TCP                     127.0.0.1:%d does not answer within 1 s"
                                .formatted(port))
                        .contains("-> a firewall may drop the packets");
            } finally {
                for (var socket : queue) {
                    socket.close();
                }
            }
        }
    }

    @Test
    void aServerThatAcceptsAndSaysNothing() throws IOException {
        try (var silent = new ServerSocket(0)) {
            assertThat(doctor("postgresql://a:b@127.0.0.1:%d/c?connect_timeout=1".formatted(silent.getLocalPort()))
                            .failed(1)
                            .out())
                    .contains("failed   server                  accepted the connection, but sent nothing for 1 s")
                    .contains("skipped  authentication          server failed");
        }
    }

    @Test
    void aProgramThatIsNotAPostgresServer() throws IOException {
        try (var other = new ServerSocket(0)) {
            var speaker = Thread.ofVirtual().start(() -> {
                try (var socket = other.accept()) {
                    socket.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes());
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });

            assertThat(doctor("postgresql://a:b@127.0.0.1:%d/c".formatted(other.getLocalPort()))
                            .failed(1)
                            .out())
                    .contains("failed   server                  the program that listens there is not a PostgreSQL"
                            + " server")
                    .contains("-> check host and port");
            speaker.interrupt();
        }
    }

    @Test
    void aWrongPasswordAMissingOneAndATlsRuleThatIsNotMet() {
        assertThat(doctor(guarded.url("postgres", "wrong", "")).failed(1).out())
                .contains("ok       server                  a PostgreSQL server answers")
                .contains("failed   authentication          wrong password or no such user: \"postgres\"")
                .contains("-> check user and password in CONNECTION_URL")
                .contains("skipped  database                authentication failed");
        assertThat(doctor("postgresql://postgres@127.0.0.1:%d/postgres".formatted(guarded.port()))
                        .failed(1)
                        .out())
                .contains("requires a password for user \"postgres\", and none was given");
        assertThat(doctor(guarded.url("tls_only", TestServer.PASSWORD, "?sslmode=disable"))
                        .failed(1)
                        .out())
                .contains("failed   TLS                     the server on 127.0.0.1")
                .contains("requires TLS, and sslmode=disable turns it off")
                .contains("-> set sslmode=require (or verify-full) in CONNECTION_URL");
        assertThat(doctor(guarded.url("postgres", TestServer.PASSWORD, "?sslmode=require"))
                        .failed(1)
                        .out())
                .contains("failed   TLS                     the server on 127.0.0.1")
                .contains("does not offer TLS, but sslmode=require requires it");
    }

    @Test
    void aRoleThatIsMissing() {
        assertThat(doctor("postgresql://nobody_here@127.0.0.1:%d/postgres".formatted(server.port()))
                        .failed(1)
                        .out())
                .contains("role \"nobody_here\" does not exist")
                .contains("-> does the role exist, and may it log in?");
    }

    @Test
    void aDatabaseThatDoesNotExistNamesTheNearOne() {
        var target = server.newDatabase();
        server.execute("postgres", "CREATE DATABASE cruddur_" + target.database());

        var transcript = doctor(
                        "postgresql://postgres@127.0.0.1:%d/crudur_%s".formatted(server.port(), target.database()))
                .failed(1);

        assertThat(transcript.out())
                .contains("failed   database                the database \"crudur_" + target.database())
                .contains("did you mean \"cruddur_" + target.database() + "\"?")
                .contains("-> db-ops create")
                .contains("ok       authentication          the server accepts postgres");
    }

    @Test
    void aDatabaseThatMayNotBeConnectedTo() {
        var target = server.newDatabase();
        var role = target.database() + "_outside";
        server.execute("postgres", "REVOKE CONNECT ON DATABASE %s FROM public".formatted(target.database()));
        server.execute("postgres", "CREATE ROLE %s LOGIN".formatted(role));

        assertThat(doctor("postgresql://%s@127.0.0.1:%d/%s".formatted(role, server.port(), target.database()))
                        .failed(1)
                        .out())
                .contains("failed   database")
                .contains("-> let the database's owner run: GRANT CONNECT ON DATABASE \"%s\" TO \"%s\""
                        .formatted(target.database(), role));
    }

    @Test
    void aDatabaseThatTakesNoConnectionsAndARoleThatHasNoneLeft() {
        var target = server.newDatabase();
        var role = target.database() + "_limited";
        server.execute("postgres", "CREATE ROLE %s LOGIN CONNECTION LIMIT 0".formatted(role));

        assertThat(doctor("postgresql://%s@127.0.0.1:%d/%s".formatted(role, server.port(), target.database()))
                        .failed(1)
                        .out())
                .contains("failed   server                  the server on 127.0.0.1:%d has no connection left"
                        .formatted(server.port()))
                .contains("-> end idle sessions: db-ops sessions; or raise max_connections")
                .contains("skipped  authentication          server failed");
        server.execute("postgres", "ALTER DATABASE %s ALLOW_CONNECTIONS false".formatted(target.database()));
        assertThat(doctor("postgresql://postgres@127.0.0.1:%d/%s".formatted(server.port(), target.database()))
                        .failed(1)
                        .out())
                .contains("failed   database")
                .contains("-> let a superuser run: ALTER DATABASE \"%s\" ALLOW_CONNECTIONS true"
                        .formatted(target.database()));
    }

    @Test
    void aSchemaThatTheRoleMayNotUseIsAWarning() {
        var target = server.newDatabase();
        var role = target.database() + "_inside";
        server.execute("postgres", "CREATE ROLE %s LOGIN".formatted(role));
        var url = "postgresql://%s@127.0.0.1:%d/%s".formatted(role, server.port(), target.database());

        assertThat(doctor(url).out())
                .contains(
                        "privileges              %s is not a superuser, may create temporary tables, may not create tables"
                                .formatted(role));
        server.execute(target.database(), "REVOKE USAGE ON SCHEMA public FROM public");
        assertThat(doctor(url).out())
                .contains("warning  privileges              %s may not use schema public".formatted(role))
                .contains("-> let its owner run:\n              GRANT USAGE ON SCHEMA public TO %s\n".formatted(role));
    }

    @Test
    void aServerFarAwayIsAWarning() {
        var target = server.newDatabase();
        try (var link = new CuttingProxy(target)) {
            link.delay(Duration.ofMillis(130), Duration.ofMillis(130));

            assertThat(new Cli(directory)
                            .with(link.target(target))
                            .run("doctor", "-q")
                            .out())
                    .contains("warning  latency                 a round trip takes 2");
        }
    }

    @Test
    void allOfItIsReadByPrograms() throws IOException, SQLException {
        var target = server.newDatabase();
        Files.writeString(directory.resolve("schema.sql"), "CREATE EXTENSION IF NOT EXISTS citext;");

        var json = new Cli(directory).with(target).run("doctor", "-o", "json").succeeded();
        var csv = new Cli(directory).with(target).run("doctor", "-o", "csv").succeeded();

        assertThat(json.out())
                .startsWith("{\"outcome\":\"warning\",\"failed\":0,\"warnings\":")
                .contains("{\"section\":\"connection\",\"step\":\"TCP\",\"outcome\":\"ok\",")
                .contains("{\"section\":\"schema\",\"step\":\"extensions\",\"outcome\":\"warning\",")
                .contains("{\"section\":\"db-ops\",\"step\":\"event log\",\"outcome\":\"ok\",");
        assertThat(csv.out()).startsWith("section,step,outcome,message,remedy,commands\n");
        assertThat(csv.out().lines()).hasSize(1 + 10 + 15 + 13 + 2);
        assertThat(server.rows(target.database(), "SELECT count(*) FROM pg_namespace WHERE nspname = 'dbops'"))
                .containsExactly("0");
    }

    @Test
    void aScriptThatIsNotThereIsRefused() {
        assertThat(new Cli(directory)
                        .with(server.newDatabase())
                        .run("doctor", "-f", "no-such.sql")
                        .failed(2)
                        .err())
                .contains("no-such.sql");
    }

    @Test
    void coloursAreForTerminals() {
        var cli = new Cli(directory).with(server.newDatabase()).typing("");

        assertThat(cli.run("doctor").out()).contains("\u001b[32mok     \u001b[0m");
        assertThat(cli.run("doctor", "--no-color").out()).doesNotContain("\u001b");
    }
}
