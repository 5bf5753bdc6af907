package dev.dbops.cli.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.cli.Cli;
import dev.dbops.postgres.Database;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.ConnectionUrl;
import dev.dbops.testing.TestServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchemaLoadTest {
    private final TestServer server = TestServer.carried();

    @TempDir
    private Path directory;

    private ConnectionTarget target;
    private Cli cli;

    @BeforeEach
    void pointAtADatabase() {
        target = server.newDatabase();
        cli = new Cli(directory).with(target);
    }

    @Test
    void loadsTheDefaultFile() throws IOException {
        write("schema.sql", "CREATE TABLE fruit (name text);\n");
        write("seed.sql", "COPY fruit FROM stdin;\napple\npear\n\\.\n");

        var schema = cli.run("schema-load").succeeded();
        var seed = cli.run("seed").succeeded();

        assertThat(schema.out()).isEmpty();
        assertThat(schema.err()).endsWith("loaded schema.sql: 1 statements, 0 rows\n");
        assertThat(seed.err()).endsWith("loaded seed.sql: 1 statements, 2 rows\n");
        assertThat(rows("SELECT name FROM fruit")).isEqualTo("apple,pear");
    }

    @Test
    void loadsANamedFileAndStandardInput() throws IOException {
        write("other.sql", "CREATE TABLE fruit (name text);");

        cli.run("schema-load", "-f", "other.sql").succeeded();
        var piped = cli.piping("INSERT INTO fruit VALUES ('fig');")
                .run("seed", "-f", "-", "-o", "json")
                .succeeded();

        assertThat(piped.out())
                .isEqualTo("{\"database\":\"%s\",\"file\":\"stdin\",\"statements\":1,\"rows\":1}\n"
                        .formatted(target.database()));
        assertThat(rows("SELECT name FROM fruit")).isEqualTo("fig");
    }

    @Test
    void anErrorIsShownWithItsPlaceAndNothingIsChanged() throws IOException {
        write("schema.sql", "CREATE TABLE a (id int);\nCREATE TABLE b (\n\tid int, x nonsense\n);\n");

        var transcript = cli.run("schema-load").failed(3);

        assertThat(transcript.err())
                .contains("error: schema.sql:3:12: type \"nonsense\" does not exist; nothing was changed (SQLSTATE"
                        + " 42704)\n"
                        + "  3 | \tid int, x nonsense\n"
                        + "      \t          ^\n");
        assertThat(tables()).isEqualTo("0");
    }

    @Test
    void anErrorIsOneJsonObjectWhenAskedFor() throws IOException {
        write("schema.sql", "CREATE TABLE a (id int);\nCREATE TABLE a (id int);\n");

        var transcript = cli.run("schema-load", "-o", "json", "-q").failed(3);

        assertThat(transcript.out()).isEmpty();
        assertThat(transcript.err())
                .isEqualTo("{\"kind\":\"sql\",\"message\":\"relation \\\"a\\\" already exists; nothing was changed\","
                        + "\"detail\":null,\"hint\":\"it is there already: to start afresh, run db-ops setup\","
                        + "\"sqlstate\":\"42P07\",\"file\":\"schema.sql\",\"line\":2,\"column\":1}\n");
    }

    @Test
    void whatCannotBeLoadedIsRefusedBeforeAnythingRuns() throws IOException {
        write("commands.sql", "CREATE TABLE a (id int);\n\\i other.sql\n");
        write("transaction.sql", "BEGIN;\nCREATE TABLE a (id int);\nCOMMIT;\n");

        assertThat(cli.run("schema-load", "-f", "commands.sql").failed(2).err())
                .contains("error: commands.sql:2:1: psql's command \\i is not supported")
                .contains("hint: take it out of the script, or load the script with psql");
        assertThat(cli.run("schema-load", "-f", "transaction.sql").failed(2).err())
                .contains("error: transaction.sql:1:1: the script controls transactions itself: BEGIN");
        assertThat(tables()).isEqualTo("0");
    }

    @Test
    void aFileThatIsMissingOrADirectoryOrNotTextIsToldApart() throws IOException {
        Files.createDirectory(directory.resolve("folder.sql"));
        Files.write(directory.resolve("latin.sql"), "SELECT 'é';".getBytes(StandardCharsets.ISO_8859_1));
        Files.write(directory.resolve("utf16.sql"), "SELECT 1;".getBytes(StandardCharsets.UTF_16));

        assertThat(cli.run("schema-load").failed(2).err())
                .contains("error: there is no file schema.sql")
                .contains("hint: name one with -f FILE, or - for standard input");
        assertThat(cli.run("schema-load", "-f", "folder.sql").failed(2).err())
                .contains("error: folder.sql is a directory");
        assertThat(cli.run("schema-load", "-f", "latin.sql").failed(2).err())
                .contains("error: latin.sql:1:9: the byte 0xE9 is not UTF-8")
                .contains("hint: save the file as UTF-8 text");
        assertThat(cli.run("schema-load", "-f", "utf16.sql").failed(2).err()).contains("error: utf16.sql:1:");
    }

    @Test
    void anEmptyFileIsLoadedWithAWarning() throws IOException {
        write("schema.sql", "");

        assertThat(cli.run("schema-load").succeeded().err()).contains("warning: schema.sql holds no statements");
    }

    @Test
    void noticesAreShownWithTheirPlace() throws IOException {
        write("schema.sql", "\nDROP TABLE IF EXISTS nothing;\n");

        assertThat(cli.run("schema-load").succeeded().err())
                .contains("schema.sql:2:1: notice: table \"nothing\" does not exist, skipping");
    }

    @Test
    void aReadOnlyServerIsNamedAsSuch() throws IOException {
        write("schema.sql", "CREATE TABLE a (id int);\n");
        server.execute(
                "postgres", "ALTER DATABASE %s SET default_transaction_read_only = on".formatted(target.database()));

        assertThat(cli.run("schema-load").failed(3).err())
                .contains("error: schema.sql:1:1: cannot execute CREATE TABLE in a read-only transaction")
                .contains("hint: the server is read-only: a replica, or default_transaction_read_only is on");
    }

    @Test
    void onAProtectedTargetStatementsThatDestroyNeedTheName() throws IOException {
        write("schema.sql", "DROP TABLE IF EXISTS a;\nCREATE TABLE a (id int);\nTRUNCATE a;\n");
        var prod = new Cli(directory).with("PROD_CONNECTION_URL", ConnectionUrl.formatWithPassword(target));

        var refused = prod.run("schema-load", "prod", "--yes").failed(5);

        assertThat(refused.err())
                .contains("warning: schema.sql:1:1: DROP TABLE")
                .contains("warning: schema.sql:3:1: TRUNCATE A")
                .contains("error: this will run 2 statement(s) that drop, truncate or delete");
        assertThat(tables()).isEqualTo("0");
        prod.run("schema-load", "prod", "--confirm", target.database()).succeeded();
        assertThat(tables()).isEqualTo("1");
    }

    @Test
    void onAProtectedTargetAScriptThatOnlyAddsNeedsNoName() throws IOException {
        write("schema.sql", "CREATE TABLE a (id int);\n");
        var prod = new Cli(directory).with("PROD_CONNECTION_URL", ConnectionUrl.formatWithPassword(target));

        prod.run("schema-load", "prod").succeeded();

        assertThat(tables()).isEqualTo("1");
    }

    @Test
    void aDryRunNeedsNoServer() throws IOException {
        write("schema.sql", "CREATE TABLE a (id int);\nDROP TABLE a;\n");

        var transcript = new Cli(directory)
                .with("CONNECTION_URL", "postgresql://nobody@127.0.0.1:1/none")
                .run("schema-load", "--dry-run")
                .succeeded();

        assertThat(transcript.out()).isEqualTo("""
            would load schema.sql: 2 statements, 1 of them drop, truncate or delete
            POSITION        STATEMENT
            schema.sql:2:1  DROP TABLE
            """);
    }

    @Test
    void aSessionThatIsKilledInTheMiddleChangesNothing() throws Exception {
        write("schema.sql", "CREATE TABLE a (id int);\nSELECT pg_advisory_lock(17);\nCREATE TABLE b (id int);\n");
        try (var holder = new LockHolder()) {
            var load = CompletableFuture.supplyAsync(() -> cli.run("schema-load"));
            holder.awaitWaiter();

            server.execute(
                    "postgres",
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '%s' AND wait_event = 'advisory'"
                            .formatted(target.database()));

            assertThat(load.get(30, TimeUnit.SECONDS).failed(4).err())
                    .contains("error: the connection was lost: terminating connection due to administrator command; "
                            + "nothing was changed")
                    .contains("hint: is the server still running? Wait for it: db-ops wait");
        }
        assertThat(tables()).isEqualTo("0");
    }

    /** Holds the advisory lock that the script under test waits for. */
    private final class LockHolder implements AutoCloseable {
        private final Database database = Database.connect(target);

        LockHolder() {
            database.execute("SELECT pg_advisory_lock(17)");
        }

        /** Polls the server, which is the only one that knows. */
        void awaitWaiter() {
            var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            while (rows("SELECT pid FROM pg_stat_activity WHERE wait_event = 'advisory' AND datname ="
                            + " current_database()")
                    .isEmpty()) {
                assertThat(System.nanoTime())
                        .as("the script never came to its lock")
                        .isLessThan(deadline);
                Thread.onSpinWait();
            }
        }

        @Override
        public void close() {
            database.close();
        }
    }

    private String tables() {
        return rows("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'");
    }

    private String rows(String sql) {
        return String.join(",", server.rows(target.database(), sql));
    }

    private void write(String file, String text) throws IOException {
        Files.writeString(directory.resolve(file), text);
    }
}
