package dev.dbops.sqlstate;

import static dev.dbops.sqlstate.Provocation.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.OpsException;
import dev.dbops.postgres.Database;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.HostPort;
import dev.dbops.target.Origin;
import dev.dbops.target.Password;
import dev.dbops.testing.TestServer;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The errors that need a separate server: a small one, one that requires passwords, one that is shutting down. */
final class ServerProvocations {
    private ServerProvocations() {}

    static Map<String, Provocation> all() {
        return Map.of(
                "28P01", new Provocation((_, _) -> wrongPassword(), "check user and password in "),
                "53200", new Provocation((_, _) -> noMemoryForLocks(), "max_locks_per_transaction"),
                "57P03", new Provocation((_, _) -> goingDown(), "wait for it: db-ops wait"));
    }

    /** A server with little memory for locks; it stops with the tests. */
    private static final class Small {
        private static final EmbeddedPostgres SERVER = start();

        private static EmbeddedPostgres start() {
            try {
                return TestServer.builder(TestServer.CARRIED)
                        .setServerConfig("max_locks_per_transaction", "10")
                        .setServerConfig("max_connections", "10")
                        .start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static OpsException wrongPassword() throws IOException {
        try (var database = Database.connect(target(Small.SERVER, "postgres"))) {
            var rules = Path.of(
                    database.query("SHOW hba_file", row -> row.getString(1)).getFirst());
            Files.writeString(rules, "host all asked all scram-sha-256\n" + Files.readString(rules));
            database.executeText("CREATE ROLE asked LOGIN PASSWORD 'right'; SELECT pg_reload_conf()");
            return awaitRefusal(target(Small.SERVER, "asked"));
        }
    }

    private static OpsException noMemoryForLocks() {
        try (var database = Database.connect(target(Small.SERVER, "postgres"))) {
            return refusal(() -> database.execute("SELECT pg_advisory_lock(g) FROM generate_series(1, 1000000) g"));
        }
    }

    /** An open session delays a smart shutdown; meanwhile the server rejects connections. */
    private static OpsException goingDown() throws IOException {
        try (var server = TestServer.builder(TestServer.CARRIED).start();
                var database = Database.connect(target(server, "postgres"))) {
            var file = Path.of(
                    database.query("SHOW data_directory", row -> row.getString(1))
                            .getFirst(),
                    "postmaster.pid");
            try (var lines = Files.lines(file)) {
                var pid = Long.parseLong(lines.findFirst().orElseThrow());
                ProcessHandle.of(pid).orElseThrow().destroy();
            }
            return awaitRefusal(target(server, "postgres"));
        }
    }

    /** New rules and a shutdown take effect a moment later. */
    private static OpsException awaitRefusal(ConnectionTarget target) {
        var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (true) {
            try {
                Database.connect(target).close();
            } catch (OpsException refused) {
                return refused;
            }
            assertThat(System.nanoTime()).isLessThan(deadline);
        }
    }

    private static ConnectionTarget target(EmbeddedPostgres server, String role) {
        return new ConnectionTarget(
                List.of(new HostPort("127.0.0.1", server.getPort())),
                "postgres",
                role,
                Optional.of(new Password("wrong")),
                Map.of(),
                new Origin.UrlOption());
    }
}
