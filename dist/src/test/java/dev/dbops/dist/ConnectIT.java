package dev.dbops.dist;

import static dev.dbops.dist.Conversation.CTRL_C;
import static dev.dbops.dist.Conversation.CTRL_D;
import static dev.dbops.dist.Conversation.UP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.ConnectionUrl;
import dev.dbops.testing.ShellWord;
import dev.dbops.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A person at a real terminal: in psql, and in the built-in shell. */
class ConnectIT {
    private static final String DB_OPS =
            Path.of("target/db-ops/bin/db-ops").toAbsolutePath().toString();

    private final TestServer server = TestServer.carried();

    @TempDir
    private Path directory;

    private ConnectionTarget target;
    private String prompt;
    private Map<String, String> variables;

    @BeforeEach
    void aDatabase() {
        target = server.newDatabase();
        prompt = target.database() + "=# ";
        variables = new HashMap<>(
                Map.of("CONNECTION_URL", ConnectionUrl.formatWithPassword(target), "HOME", directory.toString()));
    }

    @Test
    void inPsqlCtrlCCancelsTheQueryAndPsqlContinues() throws Exception {
        try (var person = start("connect -- -X")) {
            person.await(prompt);
            assertThat(arguments()).doesNotContain(TestServer.PASSWORD).contains("psql");
            person.type("SELECT pg_sleep(600);\n");
            awaitSession("wait_event = 'PgSleep'");
            person.type(CTRL_C).await("canceling statement due to user request");
            person.await(prompt);
            person.type("\\q\n");
            assertThat(person.end()).isZero();
        }
    }

    @Test
    void psqlsExitCodeIsOurs() throws Exception {
        var finished = Finished.run(
                directory,
                variables,
                List.of(DB_OPS, "-q", "connect", "--", "-X", "-v", "ON_ERROR_STOP=1", "-c", "SELECT 1", "-c", "nope"));

        assertThat(finished.exit()).isEqualTo(1);
        assertThat(finished.out()).contains("(1 row)");
        assertThat(finished.err()).startsWith("ERROR:  syntax error");
    }

    @Test
    void theShellReadsStatementsOfSeveralLinesAndContinuesAfterAnError() throws Exception {
        try (var person = start("connect --built-in")) {
            person.await(prompt);
            person.type("SELECT 'one\n").await(target.database() + "'# ");
            person.type("two' AS a, (\n").await(target.database() + "(# ");
            person.type("3) AS b\n").await(target.database() + "-# ");
            person.type(";\n").await("(1 row)");
            person.await(prompt);

            person.type("SELECT nope;\n").await("error: column \"nope\" does not exist (SQLSTATE 42703)");
            assertThat(person.await(prompt)).contains("1 | SELECT nope;\n             ^");

            person.type("BEGIN;\n").await(target.database() + "=*# ");
            person.type("SELECT 1/0;\n").await(target.database() + "=!# ");
            person.type("ROLLBACK;\n").await("ROLLBACK");
            person.await(prompt);

            person.type("SELECT 4\n").await(target.database() + "-# ");
            person.type(CTRL_C).await(prompt);
            person.type("SELECT 5 AS five;\n").await("\n    5\n".replace("\n", "\r\n"));
            person.await(prompt);
            person.type("\\q\n");
            assertThat(person.end()).isZero();
        }
    }

    @Test
    void inTheShellCtrlCCancelsTheQueryAndCtrlDEndsIt() throws Exception {
        try (var person = start("connect --built-in")) {
            person.await(prompt);
            person.type("SELECT pg_sleep(600); SELECT 'not sent';\n");
            awaitSession("wait_event = 'PgSleep'");
            person.type(CTRL_C).await("canceling statement due to user request");
            assertThat(person.await(prompt)).doesNotContain("(1 row)");
            person.type(CTRL_D).await("\\q");
            assertThat(person.end()).isZero();
        }
    }

    @Test
    void theShellCompletesNamesOfTheCatalogAndDescribesTables() throws Exception {
        server.execute(target.database(), "CREATE TABLE wonderful_things (id int PRIMARY KEY, colour_of_it text)");
        try (var person = start("connect --built-in")) {
            person.await(prompt);
            person.type("SELECT colo\t").await("colour_of_it");
            person.type("FROM wond\t").await("wonderful_things");
            person.type(";\n").await("(0 rows)");
            person.await(prompt);
            person.type("\\d wond\t").await("wonderful_things");
            person.type("\n").await("Table \"public.wonderful_things\"");
            assertThat(person.await(prompt))
                    .contains(" colour_of_it | text    |           |          |\n")
                    .contains("\"wonderful_things_pkey\" PRIMARY KEY, btree (id)");
            person.type("\\dq\n").await("error: there is no command \\dq");
            person.await(prompt);
            person.type("\\q\n");
            assertThat(person.end()).isZero();
        }
    }

    @Test
    void theShellKeepsAHistoryWithoutPasswordsForItsUserAlone() throws Exception {
        try (var person = start("connect --built-in")) {
            person.await(prompt);
            person.type("SELECT 41 + 1\n").await(target.database() + "-# ");
            person.type("AS answer;\n").await("(1 row)");
            person.await(prompt);
            person.type("CREATE ROLE kept_out PASSWORD 'hush'; DROP ROLE kept_out;\n")
                    .await("DROP ROLE");
            person.await(prompt);
            person.type("\\q\n");
            assertThat(person.end()).isZero();
        }
        var history = directory.resolve(".local/state/db-ops/history");
        assertThat(Files.readString(history)).contains("SELECT 41").doesNotContain("hush");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(history)))
                .isEqualTo("rw-------");

        try (var person = start("connect --built-in")) {
            person.await(prompt);
            person.type(UP + UP).await("AS answer;");
            person.type("\n").await("42");
            person.await(prompt);
            person.type("exit\n");
            assertThat(person.end()).isZero();
        }
    }

    @Test
    void onAProtectedTargetThePromptSaysSo() throws Exception {
        variables.put("PROD_CONNECTION_URL", ConnectionUrl.formatWithPassword(target));
        try (var person = start("connect prod --built-in")) {
            person.await("note: the target is protected: the environment is prod");
            person.await(target.database() + " (prod)=# ");
            person.type("\\q\n");
            assertThat(person.end()).isZero();
        }
    }

    @Test
    void aLostConnectionIsOpenedAgain() throws Exception {
        try (var person = start("connect --built-in")) {
            person.await(prompt);
            person.type("SELECT pg_terminate_backend(pg_backend_pid());\n").await("error: the connection was lost");
            person.await("connected again");
            person.await(prompt);
            person.type("SELECT 6 * 7 AS answer;\n").await("     42");
            person.await(prompt);
            person.type("\\q\n");
            assertThat(person.end()).isZero();
        }
    }

    private Conversation start(String words) throws IOException {
        return Conversation.start(directory, variables, ShellWord.of(DB_OPS) + " " + words);
    }

    /** The arguments of all processes of this machine, as everybody can read them. */
    private static String arguments() throws Exception {
        var finished = Finished.run(List.of("ps", "-A", "-o", "args", "-ww"));
        assertThat(finished.exit()).isZero();
        return finished.out();
    }

    /** Only the server knows that the query has begun. */
    private void awaitSession(String condition) {
        var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (server.rows(
                        "postgres",
                        "SELECT pid FROM pg_stat_activity WHERE datname = '%s' AND %s"
                                .formatted(target.database(), condition))
                .isEmpty()) {
            assertThat(System.nanoTime()).as("a session where " + condition).isLessThan(deadline);
        }
    }
}
