package dev.dbops.dist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.ConnectionUrl;
import dev.dbops.target.HostPort;
import dev.dbops.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Servers that die without a word: the cable is pulled, or nobody answers on the other machine. */
@Execution(ExecutionMode.CONCURRENT) // most of its time it waits
class HalfOpenIT {
    private static final String DB_OPS =
            Path.of("target/db-ops/bin/db-ops").toAbsolutePath().toString();
    private static final Map<String, String> QUICK_KEEPALIVES = Map.of(
            "keepalives_idle", "1", "keepalives_interval", "1", "keepalives_count", "2", "tcp_user_timeout", "0");
    private static final Map<String, String> QUICK_USER_TIMEOUT = Map.of("keepalives", "0", "tcp_user_timeout", "1000");
    private static final Map<String, String> QUICK_BOTH = Map.of(
            "keepalives_idle", "1", "keepalives_interval", "1", "keepalives_count", "2", "tcp_user_timeout", "1000");
    private static final String CANCELLING = "cancelling; press Ctrl-C again to end at once\n";

    private final TestServer server = TestServer.carried();

    @TempDir
    private Path directory;

    private ConnectionTarget database;
    private CutNetwork network;
    private Path out;
    private Path err;

    @BeforeEach
    void startNetwork() throws IOException {
        database = server.newDatabase();
        network = new CutNetwork(Files.createDirectory(directory.resolve("network")), server.port());
        out = directory.resolve("out");
        err = directory.resolve("err");
    }

    @AfterEach
    void endNetwork() throws IOException {
        network.close();
    }

    @Test
    void keepalivesEndALongStatementOfADeadServer() throws Exception {
        var query = startSleeping(QUICK_KEEPALIVES);

        network.cut();

        var finished = Finished.await(query, out, err);
        assertThat(finished.exit()).as(finished.toString()).isEqualTo(4);
        assertThat(finished.err()).contains("error: the connection was lost: Connection timed out");
    }

    @Test
    void whatIsSentIntoADeadNetworkIsGivenUp() throws Exception {
        var watching = start(QUICK_USER_TIMEOUT, "sessions", "--watch", "3s");
        awaitText(out, "no other sessions");

        network.cut();

        var finished = Finished.await(watching, out, err);
        assertThat(finished.exit()).as(finished.toString()).isEqualTo(4);
        assertThat(finished.err())
                .contains("error: the connection was lost: the server has not acknowledged what was sent for ");
    }

    @ParameterizedTest
    @CsvSource({"INT, 130, cut", "TERM, 143, cut", "HUP, 129, cut", "INT, 130, stop", "TERM, 143, stop"})
    void aSignalEndsItAlthoughTheServerIsDead(String signal, int exitCode, String death) throws Exception {
        var query = startSleeping(Map.of());
        kill(death);

        send(signal, query);

        var finished = Finished.await(query, out, err);
        assertThat(finished.exit()).as(finished.toString()).isEqualTo(exitCode);
        assertThat(finished.err())
                .contains(CANCELLING)
                .contains("error: interrupted, and the server does not answer: ");
    }

    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143", "HUP, 129"})
    void aSecondSignalEndsItAtOnce(String signal, int exitCode) throws Exception {
        var query = startSleeping(Map.of());
        network.cut();
        send("INT", query);
        awaitText(err, CANCELLING);

        // the handler of the second signal is installed after the note
        while (query.isAlive()) {
            send(signal, query);
        }

        var finished = Finished.await(query, out, err);
        assertThat(finished.exit()).as(finished.toString()).isEqualTo(exitCode);
        assertThat(finished.err()).doesNotContain("error:");
    }

    @ParameterizedTest
    @CsvSource({"cut", "stop"})
    void waitingKeepsItsTimeout(String death) throws Exception {
        kill(death);

        var finished = Finished.await(start(Map.of("connect_timeout", "0"), "wait", "--timeout", "1s"), out, err);

        assertThat(finished.exit()).as(finished.toString()).isEqualTo(1);
        assertThat(finished.out()).isEqualTo("the database does not answer\n");
        assertThat(finished.err()).contains("warning: no answer from " + CutNetwork.SERVER);
    }

    @ParameterizedTest
    @CsvSource({"cut", "stop"})
    void anAttemptToConnectKeepsItsTimeout(String death) throws Exception {
        kill(death);

        var finished = Finished.await(start(Map.of("connect_timeout", "1"), "sessions"), out, err);

        assertThat(finished.exit()).as(finished.toString()).isEqualTo(4);
        assertThat(finished.err()).contains("error: no answer from " + CutNetwork.SERVER);
    }

    @Test
    void aFollowerContinuesWhenItsSourceIsBack() throws Exception {
        installLog();
        var tail = start(QUICK_BOTH, "events-tail", "--table", "users");
        var numbers = new AtomicInteger();
        await(() -> {
            // it shows what is committed after it began
            server.execute(database.database(), "INSERT INTO users VALUES (%d)".formatted(numbers.incrementAndGet()));
            return read(out).contains("users");
        });

        network.cut();
        awaitText(err, "; trying again until it is back");
        server.execute(database.database(), "INSERT INTO users VALUES (1000000)");
        network.repair();

        awaitText(out, "1000000");
        assertThat(read(err)).contains("note: connected again");
        end(tail);
    }

    @Test
    void aReplayContinuesWhenItsTargetIsBack() throws Exception {
        installLog();
        var copy = server.newDatabase();
        server.execute(copy.database(), "CREATE TABLE users (id int PRIMARY KEY)");
        var both = Map.of(
                "CONNECTION_URL", url(database, QUICK_BOTH),
                "COPY_CONNECTION_URL", url(copy, QUICK_BOTH));
        server.execute(database.database(), "INSERT INTO users VALUES (1)");
        var replay = Finished.start(
                directory,
                both,
                network.within(List.of(DB_OPS, "events-replay", "--name", "copy", "--to", "env:copy", "--follow")),
                out,
                err);
        awaitRows(copy, "1");

        network.cut();
        awaitText(err, "warning: ");
        server.execute(database.database(), "INSERT INTO users VALUES (2)");
        network.repair();

        awaitRows(copy, "2");
        end(replay);
    }

    private void installLog() throws Exception {
        server.execute(database.database(), "CREATE TABLE users (id int PRIMARY KEY)");
        var installed = Finished.run(
                directory,
                Map.of("CONNECTION_URL", ConnectionUrl.formatWithPassword(database)),
                List.of(DB_OPS, "triggers-install", "--table", "users"));
        assertThat(installed.exit()).as(installed.toString()).isZero();
    }

    private void kill(String death) throws IOException {
        if (death.equals("cut")) {
            network.cut();
        } else {
            network.stop();
        }
    }

    /** A statement that runs for ten minutes. */
    private Process startSleeping(Map<String, String> parameters) throws IOException {
        var query = start(parameters, "query", "SELECT pg_sleep(600)");
        awaitSession("wait_event = 'PgSleep'");
        return query;
    }

    private Process start(Map<String, String> parameters, String... words) throws IOException {
        var command = new ArrayList<>(List.of(DB_OPS));
        command.addAll(List.of(words));
        return Finished.start(
                directory, Map.of("CONNECTION_URL", url(database, parameters)), network.within(command), out, err);
    }

    private static String url(ConnectionTarget target, Map<String, String> parameters) {
        var all = new HashMap<>(target.parameters());
        all.putAll(parameters);
        var address = CutNetwork.SERVER.split(":");
        return ConnectionUrl.formatWithPassword(new ConnectionTarget(
                List.of(new HostPort(address[0], Integer.parseInt(address[1]))),
                target.database(),
                target.user(),
                target.password(),
                all,
                target.origin()));
    }

    private void awaitSession(String condition) {
        await(() -> !server.rows(
                        "postgres",
                        "SELECT pid FROM pg_stat_activity WHERE datname = '%s' AND %s"
                                .formatted(database.database(), condition))
                .isEmpty());
    }

    private void awaitRows(ConnectionTarget copy, String count) {
        await(() -> server.rows(copy.database(), "SELECT count(*) FROM users").contains(count));
    }

    private void awaitText(Path file, String text) {
        await(() -> Files.exists(file) && Files.readString(file).contains(text));
    }

    private interface Condition {
        boolean holds() throws IOException;
    }

    private void await(Condition condition) {
        try {
            var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            while (!condition.holds()) {
                assertThat(System.nanoTime())
                        .as(() -> "out: %s, err: %s".formatted(read(out), read(err)))
                        .isLessThan(deadline);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void send(String signal, Process process) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                .redirectErrorStream(true)
                .start()
                .waitFor();
    }

    private void end(Process process) throws Exception {
        send("INT", process);
        assertThat(Finished.await(process, out, err).exit()).isEqualTo(130);
    }
}
