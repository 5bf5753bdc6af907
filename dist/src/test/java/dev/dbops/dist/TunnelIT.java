package dev.dbops.dist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.ConnectionUrl;
import dev.dbops.testing.ShellWord;
import dev.dbops.testing.SshServer;
import dev.dbops.testing.SsmStandIn;
import dev.dbops.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** However db-ops ends, no program of its tunnel remains, and no statement. */
class TunnelIT {
    private static final String DB_OPS =
            Path.of("target/db-ops/bin/db-ops").toAbsolutePath().toString();
    private static final String SLEEPING =
            "SELECT count(*)::int FROM pg_stat_activity WHERE datname = '%s' AND query LIKE"
                    + " '%%pg_sleep%%' AND state = 'active' AND pid <> pg_backend_pid()";

    private final TestServer database = TestServer.carried();
    private final ConnectionTarget target = database.newDatabase();
    private final Map<String, String> variables = new HashMap<>();

    @TempDir
    private Path directory;

    private SshServer server;

    @BeforeEach
    void start() throws Exception {
        server = new SshServer(Files.createDirectory(directory.resolve("ssh")));
        variables.put("PATH", server.path());
        variables.put("TMPDIR", directory.toString());
        variables.put("CONNECTION_URL", ConnectionUrl.formatWithPassword(target) + "?via=ssh:bastion");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aNormalEndAndAnErrorLeaveNothing() throws Exception {
        var answer = Finished.run(directory, variables, List.of(DB_OPS, "query", "SELECT 1 AS one", "-o", "csv"));
        assertThat(answer).isEqualTo(new Finished(0, "one\n1\n", ""));
        assertThat(server.clients()).isEmpty();

        assertThat(Finished.run(directory, variables, List.of(DB_OPS, "query", "SELECT 1/0"))
                        .exit())
                .isEqualTo(3);
        assertThat(server.clients()).isEmpty();
        assertNoFiles();
    }

    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143", "HUP, 129"})
    void aSignalCancelsTheStatementThroughTheTunnelAndEndsIt(String signal, int exit) throws Exception {
        var running = launch("query", "SELECT pg_sleep(60)");
        await(this::isSleeping, "the statement runs");

        signal(running, signal);
        var finished = finish(running);

        assertThat(finished.exit()).as(finished.toString()).isEqualTo(exit);
        assertThat(finished.err()).contains("canceling statement due to user request");
        assertThat(isSleeping()).isFalse();
        await(() -> server.clients().isEmpty(), "ssh has ended");
        assertNoFiles();
    }

    @Test
    void ctrlCAtATerminalCancelsTheStatementThroughTheTunnel() throws Exception {
        try (var conversation = Conversation.start(
                directory, variables, ShellWord.of(DB_OPS) + " query --no-pager 'SELECT pg_sleep(60)'")) {
            await(this::isSleeping, "the statement runs");
            conversation.type(Conversation.CTRL_C);
            conversation.await("canceling statement due to user request");
        }
        await(() -> server.clients().isEmpty(), "ssh has ended");
        assertThat(isSleeping()).isFalse();
    }

    @Test
    void afterAKillSshEndsByItself() throws Exception {
        var running = launch("query", "SELECT pg_sleep(60)");
        await(this::isSleeping, "the statement runs");
        assertThat(server.clients()).isNotEmpty();

        running.destroyForcibly().waitFor();

        await(() -> server.clients().isEmpty(), "ssh has ended");
        await(this::hasNoFiles, "the socket is removed");
    }

    @Test
    void aProgramOfTheTunnelGetsTheSignalsAndItsExitCodeIsReturned() throws Exception {
        var running = launch(
                "tunnel", "--", "sh", "-c", "trap 'echo caught; exit 9' TERM; touch running; sleep 300 & wait; wait");
        await(() -> Files.exists(directory.resolve("running")), "the program runs");
        signal(running, "TERM");

        var finished = finish(running);

        assertThat(finished.exit()).as(finished.toString()).isEqualTo(9);
        assertThat(finished.out()).isEqualTo("caught\n");
        assertThat(server.clients()).isEmpty();
        assertThat(Finished.run(directory, variables, List.of(DB_OPS, "tunnel", "--", "sh", "-c", "kill -KILL $$"))
                        .exit())
                .isEqualTo(137);
    }

    @Test
    void aTunnelThatIsHeldOpenEndsWithASignal() throws Exception {
        var running = launch("tunnel");
        await(() -> read("err").contains("the tunnel is open"), "the tunnel is open");
        assertThat(read("out")).contains("hostaddr=127.0.0.1").doesNotContain(TestServer.PASSWORD);
        signal(running, "INT");

        assertThat(finish(running).exit()).isEqualTo(130);
        await(() -> server.clients().isEmpty(), "ssh has ended");
    }

    @Test
    void aSessionOfSystemsManagerIsTerminatedAfterASignalAndAfterAKill() throws Exception {
        var aws = new SsmStandIn(Files.createDirectory(directory.resolve("aws")));
        variables.putAll(aws.variables());
        variables.put("CONNECTION_URL", ConnectionUrl.formatWithPassword(target) + "?via=ssm:i-0123456789abcdef0");
        for (var signal : List.of("INT", "KILL")) {
            var running = launch("query", "SELECT pg_sleep(60)");
            await(this::isSleeping, "the statement runs");

            signal(running, signal);

            finish(running);
            await(() -> aws.processes().isEmpty(), "the session has ended");
            assertThat(aws.calls().getLast()).isEqualTo("terminated");
            if (signal.equals("INT")) {
                assertThat(isSleeping()).isFalse();
            }
        }
    }

    private boolean isSleeping() {
        return !database.rows("postgres", SLEEPING.formatted(target.database())).equals(List.of("0"));
    }

    private boolean hasNoFiles() {
        return directory.toFile().list((_, name) -> name.startsWith("db-ops-")).length == 0;
    }

    private void assertNoFiles() {
        assertThat(hasNoFiles()).isTrue();
    }

    private String read(String file) {
        try {
            return Files.readString(directory.resolve(file));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private Process launch(String... words) throws Exception {
        var command = new ArrayList<>(List.of(DB_OPS));
        command.addAll(List.of(words));
        return Finished.start(directory, variables, command, directory.resolve("out"), directory.resolve("err"));
    }

    private Finished finish(Process process) throws Exception {
        return Finished.await(process, directory.resolve("out"), directory.resolve("err"));
    }

    private static void signal(Process process, String name) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    private static void await(BooleanSupplier condition, String what) throws InterruptedException {
        for (var left = 600; !condition.getAsBoolean(); left--) {
            assertThat(left).as(what).isPositive();
            Thread.sleep(50);
        }
    }
}
