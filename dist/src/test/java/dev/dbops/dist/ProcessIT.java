package dev.dbops.dist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.target.ConnectionUrl;
import dev.dbops.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Exit codes, messages and files left when streams are closed, memory is short, or a signal ends the process. */
class ProcessIT {
    private static final String DB_OPS =
            Path.of("target/db-ops/bin/db-ops").toAbsolutePath().toString();
    private static final String UNWRITABLE =
            "error: cannot write to standard output\nhint: is it closed, or the disk full?\n";

    private final TestServer server = TestServer.carried();

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"--version", "help", "url", "query 'SELECT 1'", "sessions", "completion bash"})
    void outputThatCannotBeWrittenIsAlikeForAllCommands(String words) throws Exception {
        for (var output : List.of(">&-", ">/dev/full")) {
            var finished = shell("'%s' %s %s".formatted(DB_OPS, words, output));

            assertThat(finished.exit()).as(words + output + finished).isEqualTo(1);
            assertThat(finished.err()).endsWith(UNWRITABLE);
        }
        var abandoned = shell("{ '%s' %s; echo $? >exit; } | true; cat exit".formatted(DB_OPS, words));
        assertThat(abandoned.out()).as(words + abandoned).isIn("141\n", "0\n");
        assertThat(abandoned.err()).doesNotContain("error");
    }

    @Test
    void closedInputAndClosedErrorsDoNotBecomeFilesOrConnections() throws Exception {
        var answer = shell("'%s' query 'SELECT 1 AS one' -o csv <&- 2>&-".formatted(DB_OPS));
        assertThat(answer).isEqualTo(new Finished(0, "one\n1\n", ""));

        var failure = shell("'%s' query 'SELECT 1/0' <&- 2>&-".formatted(DB_OPS));
        assertThat(failure).isEqualTo(new Finished(3, "", ""));

        var script = shell("'%s' schema-load -f - <&-".formatted(DB_OPS));
        assertThat(script.exit()).as(script.toString()).isEqualTo(2);
        assertThat(script.err()).contains("error: cannot read stdin: ");
    }

    @Test
    void aDirectoryThatWasRemovedHasASentence() throws Exception {
        for (var remains : List.of("", "; mkdir ../gone")) {
            var finished = shell("mkdir gone; cd gone; rmdir ../gone %s; '%s' url".formatted(remains, DB_OPS));

            assertThat(finished.exit()).as(finished.toString()).isEqualTo(2);
            assertThat(finished.out()).isEmpty();
            assertThat(finished.err())
                    .contains("db-ops: the working directory was removed: change to another directory\n");
            Files.deleteIfExists(directory.resolve("gone"));
        }
    }

    @Test
    void tooLittleMemoryForTheJvmHasASentence() throws Exception {
        var finished = shell("ulimit -v 600000; '%s' url".formatted(DB_OPS));

        assertThat(finished.exit()).as(finished.toString()).isEqualTo(2);
        assertThat(finished.out()).isEmpty();
        assertThat(finished.err())
                .isEqualTo("db-ops: the limit of 600000 KB of virtual memory is too small: raise it with ulimit -v"
                        + " 3145728\n");
    }

    @Test
    void enoughMemoryIsEnough() throws Exception {
        assertThat(shell("ulimit -v 3145728; '%s' query 'SELECT 1 AS one' -o csv".formatted(DB_OPS)))
                .isEqualTo(new Finished(0, "one\n1\n", ""));
    }

    @Test
    void aStatementThatDoesNotFitIntoMemoryHasAPlaceAndASentence() throws Exception {
        var finished = shell(
                "{ printf 'SELECT 1;\\n\\nSELECT length($$'; head -c 60000000 /dev/zero | tr '\\0' x; echo '$$);'; }"
                        + " | DB_OPS_JAVA_OPTIONS=-Xmx64m '%s' schema-load -f -".formatted(DB_OPS));

        assertThat(finished.exit()).as(finished.err()).isEqualTo(1);
        assertThat(finished.err())
                .contains("error: stdin:3:1: this statement does not fit into the memory of db-ops")
                .contains("DB_OPS_JAVA_OPTIONS=-Xmx4g")
                .doesNotContain("unexpected", "Exception", "\tat ");
    }

    @Test
    void aStatementOfWideLettersThatDoesNotFitIntoMemoryHasAPlaceToo() throws Exception {
        var finished = shell("{ printf 'SELECT 1;\\n\\nSELECT length($$\\342\\202\\254'; head -c 12000000 /dev/zero"
                + " | tr '\\0' x; echo '$$);'; } | DB_OPS_JAVA_OPTIONS=-Xmx64m '%s' schema-load -f -"
                        .formatted(DB_OPS));

        assertThat(finished.exit()).as(finished.err()).isEqualTo(1);
        assertThat(finished.err())
                .contains("error: stdin:3:1: ")
                .contains("DB_OPS_JAVA_OPTIONS=-Xmx4g")
                .doesNotContain("unexpected", "Exception", "\tat ");
    }

    @Test
    void aResultForGexecOrGsetThatDoesNotFitIntoMemoryHasAPlaceAndASentence() throws Exception {
        for (var command : List.of("gexec", "gset")) {
            var finished = shell("echo \"SELECT repeat('x', 100000000) AS a \\\\%s\" | DB_OPS_JAVA_OPTIONS=-Xmx64m '%s'"
                            .formatted(command, DB_OPS)
                    + " schema-load -f -");

            assertThat(finished.exit()).as(finished.err()).isEqualTo(1);
            assertThat(finished.err())
                    .contains("error: stdin:1:1: ")
                    .contains("memory")
                    .contains("DB_OPS_JAVA_OPTIONS=-Xmx")
                    .doesNotContain("unexpected", "Exception", "\tat ");
        }
    }

    @Test
    void aParameterThatDoesNotFitIntoMemoryIsNamed() throws Exception {
        var finished = shell(
                "head -c 60000000 /dev/zero | tr '\\0' x | DB_OPS_JAVA_OPTIONS=-Xmx64m '%s' query".formatted(DB_OPS)
                        + " 'SELECT length(:x)' -p x=@-");

        assertThat(finished.exit()).as(finished.err()).isEqualTo(1);
        assertThat(finished.err())
                .contains("error: the value of parameter x, in -, does not fit into the memory of db-ops")
                .contains("hint: allow more memory: export DB_OPS_JAVA_OPTIONS=-Xmx4g")
                .doesNotContain("unexpected", "Exception", "\tat ");
    }

    @Test
    void aResultThatDoesNotFitIntoMemoryHasASentence() throws Exception {
        var finished = shell("'%s' query \"SELECT repeat('x', 500000000)\"".formatted(DB_OPS));

        assertThat(finished.exit()).as(finished.err()).isEqualTo(1);
        assertThat(finished.err()).contains("memory").contains("hint: ").contains("DB_OPS_JAVA_OPTIONS=-Xmx2g");
        assertThat(finished.err()).doesNotContain("unexpected", "Exception", "\tat ");
    }

    /** QUIT is Ctrl-\; SEGV is what a fault in the JVM's own code is. */
    @ParameterizedTest
    @CsvSource({"QUIT, lives", "SEGV, dies"})
    void whatTheJvmSaysIsNotOnStandardOutputAndLeavesNoSecret(String signal, String outcome) throws Exception {
        var out = directory.resolve("out");
        var err = directory.resolve("err");
        var work = Files.createDirectory(directory.resolve("work"));
        var database = server.newDatabase();
        var query = Finished.start(
                work,
                Map.of(),
                List.of(DB_OPS, "query", "SELECT pg_sleep(600)", "--url", ConnectionUrl.formatWithPassword(database)),
                out,
                err);
        awaitSleep(database.database());

        send(signal, query);
        if (outcome.equals("lives")) {
            await(() -> Files.readString(err).contains("Full thread dump"));
            send("TERM", query);
        }
        var finished = Finished.await(query, out, err);

        assertThat(finished.exit()).as(finished.toString()).isEqualTo(outcome.equals("lives") ? 143 : 134);
        assertThat(finished.out()).isEmpty();
        assertThat(finished.err()).doesNotContain(TestServer.PASSWORD, "correct%20horse", "--url");
        try (var left = Files.list(work)) {
            assertThat(left).as("what is left in the working directory").isEmpty();
        }
    }

    @Test
    void longStandardInputLeavesNothingHoweverItEnds() throws Exception {
        var temporary = Files.createDirectory(directory.resolve("temporary"));
        var out = directory.resolve("out");
        var err = directory.resolve("err");
        var database = server.newDatabase();
        var command =
                "{ echo 'SELECT pg_sleep(600);'; head -c 20000000 /dev/zero | tr '\\0' ' '; } | '%s' schema-load -f -"
                        .formatted(DB_OPS);
        var load = Finished.start(
                directory,
                Map.of(
                        "CONNECTION_URL",
                        ConnectionUrl.formatWithPassword(database),
                        "DB_OPS_JAVA_OPTIONS",
                        System.getenv().getOrDefault("DB_OPS_JAVA_OPTIONS", "") + " -Djava.io.tmpdir=" + temporary),
                List.of("sh", "-c", command),
                out,
                err);
        awaitSleep(database.database());

        load.descendants().forEach(ProcessHandle::destroyForcibly);
        load.waitFor(60, TimeUnit.SECONDS);

        try (var left = Files.list(temporary)) {
            assertThat(left).isEmpty();
        }
    }

    private Finished shell(String command) throws IOException, InterruptedException {
        return Finished.run(
                directory,
                Map.of("CONNECTION_URL", ConnectionUrl.formatWithPassword(server.target("postgres"))),
                List.of("sh", "-c", command));
    }

    private void awaitSleep(String database) throws IOException {
        await(() -> !server.rows(
                        "postgres",
                        "SELECT pid FROM pg_stat_activity WHERE datname = '%s' AND wait_event = 'PgSleep'"
                                .formatted(database))
                .isEmpty());
    }

    private interface Condition {
        boolean holds() throws IOException;
    }

    private static void await(Condition condition) throws IOException {
        var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.holds()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
        }
    }

    private static void send(String signal, Process process) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                .start()
                .waitFor();
    }
}
