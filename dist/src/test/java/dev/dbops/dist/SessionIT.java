package dev.dbops.dist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.ConnectionUrl;
import dev.dbops.testing.ShellWord;
import dev.dbops.testing.TestServer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The built distribution at work on a server: interrupted by a person, and asked at a real terminal. */
class SessionIT {
    private static final String DB_OPS =
            Path.of("target/db-ops/bin/db-ops").toAbsolutePath().toString();

    /** The cursor to the upper left, and everything from there cleared. */
    private static final String CLEARED = "\u001b[H\u001b[J";

    private static final int CTRL_C = 3;

    private final TestServer server = TestServer.carried();

    @TempDir
    private Path directory;

    private ConnectionTarget target;

    @BeforeEach
    void createDatabase() {
        target = server.newDatabase();
    }

    @Test
    void ctrlCInTheMiddleOfALoadRollsBack() throws Exception {
        Files.writeString(
                directory.resolve("schema.sql"),
                "CREATE TABLE a (id int);\nSELECT pg_sleep(600);\nCREATE TABLE b (id int);\n");
        var out = directory.resolve("out");
        var err = directory.resolve("err");
        var load = Finished.start(directory, url(), List.of(DB_OPS, "schema-load"), out, err);
        awaitSessions("wait_event = 'PgSleep'", 1);

        new ProcessBuilder("kill", "-INT", Long.toString(load.pid())).start().waitFor();
        var finished = Finished.await(load, out, err);

        assertThat(finished.exit()).as(finished.toString()).isEqualTo(130);
        assertThat(finished.err())
                .contains("error: interrupted: canceling statement due to user request; nothing was changed");
        assertThat(server.rows(target.database(), "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"))
                .containsExactly("0");
        awaitSessions("true", 0);
    }

    @Test
    void atATerminalAProtectedDatabaseIsDroppedByItsNameOnly() throws Exception {
        var wrong = atATerminal("yes\n", "drop", "prod");
        assertThat(wrong)
                .contains("this will drop database \"%s\", and the target is protected: the environment is prod"
                        .formatted(target.database()))
                .contains("type the database's name to continue: ")
                .contains("that is not the database's name; nothing was changed");
        assertThat(exists()).isTrue();

        var right = atATerminal(target.database() + "\n", "drop", "prod");
        assertThat(right).contains("dropped database \"%s\"".formatted(target.database()));
        assertThat(exists()).isFalse();
    }

    @Test
    void watchingRedrawsTheListInItsPlaceUntilCtrlC() throws Exception {
        var command = "exec " + ShellWord.of(DB_OPS) + " sessions --watch 100ms";
        var builder = new ProcessBuilder("script", "-qec", command, "/dev/null").redirectErrorStream(true);
        builder.environment().putAll(url());
        builder.environment().put("TERM", "xterm");
        var watching = builder.directory(directory.toFile()).start();
        var screen = new StringBuilder();
        try (var terminal = watching.getInputStream()) {
            readUntil(terminal, screen, CLEARED);
            readUntil(terminal, screen, "\r\nno other sessions\r\n");
            try (var _ = DriverManager.getConnection(server.jdbcUrl(target.database()) + "&ApplicationName=newcomer")) {
                readUntil(terminal, screen, "newcomer");
            }
            readUntil(terminal, screen, CLEARED);
            readUntil(terminal, screen, "\r\nno other sessions\r\n");
            watching.getOutputStream().write(CTRL_C);
            watching.getOutputStream().flush();
            terminal.readAllBytes();
        }

        assertThat(watching.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(watching.exitValue()).isEqualTo(130);
        assertThat(screen.toString()).startsWith(CLEARED);
        awaitSessions("true", 0);
    }

    /** Reads on to the end of the text. */
    private static void readUntil(InputStream terminal, StringBuilder screen, String text) throws IOException {
        var from = screen.length();
        while (screen.indexOf(text, from) < 0) {
            var next = terminal.read();
            assertThat(next).as(screen.toString()).isNotNegative();
            screen.append((char) next);
        }
    }

    /** The screen of a user who types this into a pseudo-terminal, which script (bsdutils) makes. */
    private String atATerminal(String typed, String... words) throws IOException, InterruptedException {
        var command = "exec " + ShellWord.of(DB_OPS) + " " + String.join(" ", words);
        var builder = new ProcessBuilder("script", "-qec", command, "/dev/null").redirectErrorStream(true);
        builder.environment().put("PROD_CONNECTION_URL", ConnectionUrl.formatWithPassword(target));
        var process = builder.directory(directory.toFile()).start();
        var screen = new StringBuilder();
        try (var terminal = process.getInputStream()) {
            int next;
            var answered = false;
            while ((next = terminal.read()) >= 0) {
                screen.append((char) next);
                if (!answered && screen.indexOf("to continue: ") >= 0) {
                    process.getOutputStream().write(typed.getBytes(StandardCharsets.UTF_8));
                    process.getOutputStream().flush();
                    answered = true;
                }
            }
        }
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(screen).doesNotContain(TestServer.PASSWORD);
        return screen.toString();
    }

    private Map<String, String> url() {
        return Map.of("CONNECTION_URL", ConnectionUrl.formatWithPassword(target));
    }

    /** Only the server knows that the script has come to its sleep, and when it has ended the session. */
    private void awaitSessions(String condition, int count) {
        var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (sessions(condition).size() != count) {
            assertThat(System.nanoTime())
                    .as("sessions where %s: %s", condition, sessions(condition))
                    .isLessThan(deadline);
        }
    }

    private List<String> sessions(String condition) {
        return server.rows(
                "postgres",
                "SELECT pid, state, query FROM pg_stat_activity WHERE datname = '%s' AND %s"
                        .formatted(target.database(), condition));
    }

    private boolean exists() {
        return !server.rows("postgres", "SELECT 1 FROM pg_database WHERE datname = '%s'".formatted(target.database()))
                .isEmpty();
    }
}
