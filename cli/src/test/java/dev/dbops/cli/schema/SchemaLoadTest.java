package dev.dbops.cli.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.cli.Cli;
import dev.dbops.postgres.Database;
import dev.dbops.script.LoadLock;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.ConnectionUrl;
import dev.dbops.testing.TestServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
        assertThat(schema.err()).endsWith("loaded schema.sql: 1 statement, 0 rows\n");
        assertThat(seed.err()).endsWith("loaded seed.sql: 1 statement, 2 rows\n");
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
                .isEqualTo(
                        "{\"database\":\"%s\",\"file\":\"stdin\",\"loaded\":true,\"statements\":1,\"rows\":1,\"failures\":0,\"notices\":0,\"warnings\":0}\n"
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

    /** As in a dump of another server. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER TABLE a OWNER TO cruddur_owner",
                "GRANT SELECT ON a TO cruddur_owner",
                "CREATE POLICY p ON a TO cruddur_owner",
                "ALTER DEFAULT PRIVILEGES FOR ROLE cruddur_owner GRANT SELECT ON TABLES TO PUBLIC"
            })
    void aRoleThatTheServerDoesNotHaveIsCreatedOrLeftOut(String statement) throws IOException {
        write("schema.sql", "CREATE TABLE a (id int);\n" + statement + ";\n");

        assertThat(cli.run("schema-load").failed(3).err())
                .contains("error: schema.sql:2:")
                .contains("hint: create the role: CREATE ROLE \"cruddur_owner\"; or leave owners and grants out of the"
                        + " dump: pg_dump --no-owner --no-privileges\n");
    }

    @Test
    void anErrorIsOneJsonObjectWhenAskedFor() throws IOException {
        write("schema.sql", "CREATE TABLE a (id int);\nCREATE TABLE a (id int);\n");

        var transcript = cli.run("schema-load", "-o", "json", "-q").failed(3);

        assertThat(transcript.out()).isEmpty();
        assertThat(transcript.err())
                .isEqualTo("{\"kind\":\"sql\",\"message\":\"relation \\\"a\\\" already exists; nothing was"
                        + " changed\",\"detail\":null,\"hint\":\"use CREATE ... IF NOT EXISTS;"
                        + " to start over, db-ops setup drops the database with all its rows and creates it"
                        + " again\",\"sqlstate\":\"42P07\",\"file\":\"schema.sql\",\"line\":2,\"column\":1}\n");
    }

    @Test
    void anUnsupportedScriptIsRefusedBeforeAnythingRuns() throws IOException {
        write("commands.sql", "CREATE TABLE a (id int);\n\\! ls\n");
        write("transaction.sql", "BEGIN;\nCREATE TABLE a (id int);\nCOMMIT;\n");

        assertThat(cli.run("schema-load", "-f", "commands.sql").failed(2).err())
                .contains("error: commands.sql:2:1: \\! runs a shell command, which is not supported")
                .contains("hint: run it before or after the load");
        assertThat(cli.run("schema-load", "-f", "transaction.sql").failed(2).err())
                .contains("error: transaction.sql:1:1: the script contains transaction control: BEGIN");
        assertThat(tables()).isEqualTo("0");
    }

    @Test
    void aMissingFileADirectoryAndInvalidTextHaveTheirOwnErrors() throws IOException {
        Files.createDirectory(directory.resolve("folder.sql"));
        Files.write(directory.resolve("latin.sql"), "SELECT 'é';".getBytes(StandardCharsets.ISO_8859_1));
        Files.write(directory.resolve("utf16.sql"), "SELECT 1;".getBytes(StandardCharsets.UTF_16));

        assertThat(cli.run("schema-load").failed(2).err())
                .contains("error: there is no file schema.sql")
                .contains("hint: check its path; - is standard input");
        assertThat(cli.run("schema-load", "-f", "folder.sql").failed(2).err())
                .contains("error: folder.sql is a directory");
        assertThat(cli.run("schema-load", "-f", "latin.sql").failed(2).err())
                .contains("error: latin.sql:1:9: the byte 0xE9 is not UTF-8")
                .contains("hint: save the file as UTF-8 text");
        assertThat(cli.run("schema-load", "-f", "utf16.sql").failed(2).err()).contains("error: utf16.sql:1:");
    }

    @Test
    void aTruncatedGzipFileIsNamedAndChangesNothing() throws IOException {
        var whole = gzip("CREATE TABLE a (id int);\n" + "INSERT INTO a VALUES (1);\n".repeat(100_000));
        Files.write(directory.resolve("schema.sql"), Arrays.copyOf(whole, whole.length / 2));
        write("including.sql", "\\i schema.sql\n");

        for (var file : List.of("schema.sql", "including.sql")) {
            assertThat(cli.run("schema-load", "-f", file).failed(2).err())
                    .contains("error: schema.sql is damaged: its gzip data is incomplete")
                    .contains("hint: compress the file again");
        }
        assertThat(cli.run("query", "-f", "schema.sql").failed(2).err())
                .contains("error: schema.sql is damaged: its gzip data is incomplete");
        assertThat(tables()).isEqualTo("0");
    }

    private static byte[] gzip(String text) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    @Test
    void anEmptyFileIsLoadedWithAWarning() throws IOException {
        write("schema.sql", "");

        assertThat(cli.run("schema-load").succeeded().err()).contains("warning: schema.sql contains no statements");
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
                .contains("hint: use the primary: this server is a replica, or default_transaction_read_only is on");
    }

    @Test
    void onAProtectedTargetDestructiveStatementsRequireTheName() throws IOException {
        write("schema.sql", "DROP TABLE IF EXISTS a;\nCREATE TABLE a (id int);\nTRUNCATE a;\n");
        var prod = new Cli(directory).with("PROD_CONNECTION_URL", ConnectionUrl.formatWithPassword(target));

        var refused = prod.run("schema-load", "prod", "--yes").failed(5);

        assertThat(refused.err())
                .contains("warning: schema.sql:1:1: DROP TABLE a")
                .contains("warning: schema.sql:3:1: TRUNCATE a")
                .contains("error: this will run 2 statement(s) that drop, truncate, delete or overwrite");
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
            would load schema.sql: 2 statements, 1 of them drop, truncate, delete or overwrite
            POSITION        COUNT  KIND          OBJECT
            schema.sql:1:1      1  CREATE TABLE  a
            schema.sql:2:1      1  DROP TABLE    a
            """);
    }

    @Test
    void aDryRunSaysWhatDependsOnResults() throws IOException {
        write("schema.sql", "SELECT 'a' AS name \\gset\nCREATE TABLE :name (id int);\nDROP TABLE :name;\n");

        var transcript = cli.run("schema-load", "--dry-run").succeeded();

        assertThat(transcript.err())
                .contains("schema.sql: this plan cannot know the values of \\gset; depending on them: 2 statements\n");
        assertThat(transcript.out()).isEqualTo("""
            would load schema.sql: 3 statements, 1 of them drop, truncate, delete or overwrite
            POSITION        COUNT  KIND          OBJECT
            schema.sql:1:1      1  SELECT
            schema.sql:2:1      1  CREATE TABLE  (with values of \\gset)
            schema.sql:3:1      1  DROP TABLE    (with values of \\gset)
            """);
    }

    @Test
    void getenvReadsTheProgramsOwnVariables() throws IOException {
        write(".env", "PGAPPNAME=from-file\n");
        write(
                "schema.sql",
                "\\getenv app PGAPPNAME\n\\getenv own OWN\n\\getenv home HOME_OF_NOBODY\n"
                        + "CREATE TABLE a AS SELECT :'app' AS app, :'own' AS own, :{?home} AS home;\n");

        cli.with("OWN", "of the process").run("schema-load").succeeded();

        assertThat(rows("SELECT concat_ws('|', app, own, home) FROM a")).isEqualTo("from-file|of the process|f");
    }

    @Test
    void theServersVersionIsQueriedUnlessItIsADryRun() throws IOException {
        write("schema.sql", "CREATE TABLE a AS\n  SELECT :SERVER_VERSION_NUM AS v, :'USER' AS u, :'DBNAME' AS d;\n");

        var refused = cli.run("schema-load", "--dry-run");
        var planned = cli.run("schema-load", "--dry-run", "-v", "SERVER_VERSION_NUM=170002");
        var loaded = cli.run("schema-load");

        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err()).isEqualTo("""
            error: schema.sql:2:10: the server's version is unknown with --dry-run, which does not connect
            hint: set the version with -v SERVER_VERSION_NUM=170002
            """);
        assertThat(planned.succeeded().out()).startsWith("would load schema.sql: 1 statements");
        loaded.succeeded();
        assertThat(rows("SELECT v = current_setting('server_version_num')::int AND u = user AND d = current_database()"
                        + " FROM a"))
                .isEqualTo("t");
    }

    @Test
    void aSeedThatSetsAnotherRoleIsRecordedByTheOneThatLoadsIt() throws IOException {
        server.execute(target.database(), "CREATE ROLE \"%s\"".formatted(target.database()));
        for (var set : List.of("ROLE", "SESSION AUTHORIZATION")) {
            write("seed.sql", "SET %s \"%s\";\nSELECT 1;\n".formatted(set, target.database()));

            cli.run("seed", "--once").succeeded();

            assertThat(cli.run("seed", "--once").succeeded().err()).contains("nothing to do: the same seed was loaded");
        }
    }

    @Test
    void seedsAreLoadedOnceIfRequested() throws IOException {
        write("schema.sql", "CREATE TABLE fruit (name text);\n");
        write("seed.sql", "INSERT INTO fruit VALUES ('apple');\n");
        cli.run("schema-load").succeeded();

        assertThat(cli.run("seed", "--once", "-o", "json").succeeded().out()).contains("\"loaded\":true");
        var again = cli.run("seed", "--once", "-o", "json").succeeded();
        assertThat(again.out()).contains("\"loaded\":false");
        assertThat(again.err()).contains("nothing to do: the same seed was loaded at ");
        assertThat(rows("SELECT name FROM fruit")).isEqualTo("apple");

        write("seed.sql", "INSERT INTO fruit VALUES ('pear');\nINSERT INTO nowhere VALUES (1);\n");
        cli.run("seed", "--once").failed(3);
        write("seed.sql", "INSERT INTO fruit VALUES ('pear');\n");
        cli.run("seed", "--once").succeeded();
        assertThat(rows("SELECT name FROM fruit")).isEqualTo("apple,pear");
        assertThat(cli.run("seed", "--once", "--no-transaction").failed(2).err())
                .contains("error: --once records the seed in the script's transaction");
    }

    @Test
    void includedFilesAreNotPartOfASeedsChecksum() throws IOException {
        write("seed.sql", "\\i part.sql\n");
        write("part.sql", "CREATE TABLE a (id int);\n");
        cli.run("seed", "--once").succeeded();

        write("part.sql", "CREATE TABLE b (id int);\n");

        assertThat(cli.run("seed", "--once").succeeded().err()).contains("nothing to do: the same seed was loaded at ");
        assertThat(tables()).isEqualTo("1");
    }

    @Test
    void anotherDatabaseRequiresTwoOptionsTogether() throws IOException {
        var other = server.newDatabase().database();
        write(
                "schema.sql",
                "CREATE TABLE here (id int);\n\\connect %s\nCREATE TABLE there (id int);\n".formatted(other));

        assertThat(cli.run("schema-load", "--no-transaction").failed(2).err())
                .contains("error: schema.sql:2:1: the script connects to another database, \"%s\"".formatted(other))
                .contains("hint: to allow it, pass --allow-connect and --no-transaction");
        assertThat(cli.run("schema-load", "--allow-connect").failed(2).err())
                .contains("error: schema.sql:2:1: one transaction cannot include another database, \"%s\""
                        .formatted(other))
                .contains("hint: pass --no-transaction with --allow-connect");
        assertThat(tables()).isEqualTo("0");
        cli.run("schema-load", "--allow-connect", "--no-transaction").succeeded();

        assertThat(tables()).isEqualTo("1");
        assertThat(server.rows(other, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"))
                .containsExactly("there");
    }

    @Test
    void linesAreCountedFromOne() throws IOException {
        write("schema.sql", "SELECT 1;\n");

        assertThat(cli.run("schema-load", "--no-transaction", "--from-line", "0")
                        .failed(2)
                        .err())
                .contains("error: --from-line is 0, and can be 1 to ");
    }

    @Test
    void aSecondLoadWaitsForTheFirstAndNamesIt() throws Exception {
        write("schema.sql", "SELECT pg_advisory_lock(17);\nCREATE TABLE a (id int);\n");
        write("other.sql", "CREATE TABLE b (id int);\n");
        try (var holder = new LockHolder()) {
            var load = CompletableFuture.supplyAsync(() -> cli.run("schema-load"));
            holder.awaitWaiter();

            var refused = cli.run("schema-load", "-f", "other.sql", "--lock-timeout", "200ms")
                    .failed(6);

            assertThat(refused.err())
                    .contains(
                            "error: another load of the database \"%s\" is running: pid ".formatted(target.database()))
                    .contains(", user postgres from 127.0.0.1, db-ops")
                    .contains("hint: wait until it ends, or set a longer --lock-timeout");
            var waiting = CompletableFuture.supplyAsync(() -> cli.run("schema-load", "-f", "other.sql"));
            holder.release();
            load.get(30, TimeUnit.SECONDS).succeeded();
            waiting.get(30, TimeUnit.SECONDS).succeeded();
        }
        assertThat(tables()).isEqualTo("2");
    }

    @Test
    void aLoadThatWaitsForAnotherHasNoOpenTransaction() throws Exception {
        write("schema.sql", "CREATE TABLE a (id int);\n");
        CompletableFuture<Cli.Transcript> load;
        try (var other = Database.connect(target)) {
            new LoadLock(other).acquire(Duration.ZERO);
            load = CompletableFuture.supplyAsync(() -> cli.run("schema-load"));

            // Between two tries a session is idle, unless it is in a transaction.
            var waiter =
                    await("SELECT xact_start, backend_xmin FROM pg_stat_activity WHERE datname = current_database()"
                            + " AND state = 'idle' AND query LIKE '%pg_try_advisory_lock%' AND pid <> "
                            + other.connection().getBackendPID());

            assertThat(waiter).isEqualTo("null|null");
            assertThat(load).isNotDone();
            assertThat(tables()).isEqualTo("0");
        }
        load.get(30, TimeUnit.SECONDS).succeeded();
        assertThat(tables()).isEqualTo("1");
    }

    @Test
    void errorsAreSkippedIfRequested() throws IOException {
        write("schema.sql", "CREATE TABLE a (id int);\nCREATE TABLE a (id int);\nCREATE TABLE b (id int);\n");

        var transcript = cli.run("schema-load", "--continue-on-error").failed(3);

        assertThat(transcript.err())
                .contains("error: schema.sql:2:1: relation \"a\" already exists (SQLSTATE 42P07)")
                .contains("loaded schema.sql: 2 statements, 0 rows")
                .contains("error: 1 statement(s) of schema.sql failed and were skipped");
        assertThat(tables()).isEqualTo("2");
    }

    @Test
    void statementsRunSeparatelyIfRequested() throws IOException {
        write("schema.sql", "CREATE TABLE a (id int);\nVACUUM a;\nCREATE TABLE a (id int);\n");

        assertThat(cli.run("schema-load").failed(2).err())
                .contains("error: schema.sql:2:1: VACUUM cannot run inside a transaction")
                .contains("hint: remove it: a script is loaded in one transaction");
        assertThat(cli.run("schema-load", "--no-transaction").failed(3).err())
                .contains("the 2 statement(s) before it were executed")
                .contains("then continue with --from-line 3");
        assertThat(tables()).isEqualTo("1");
        write("schema.sql", "CREATE TABLE a (id int);\nVACUUM a;\nCREATE TABLE b (id int);\n");
        cli.run("schema-load", "--no-transaction", "--from-line", "3").succeeded();
        assertThat(tables()).isEqualTo("2");
    }

    @Test
    void aCheckLeavesNothing() throws IOException {
        write("schema.sql", "CREATE TABLE a (id int);\n");

        assertThat(cli.run("schema-load", "--check").succeeded().err())
                .contains("checked schema.sql: 1 statement, 0 rows");
        assertThat(tables()).isEqualTo("0");
        assertThat(cli.run("schema-load", "--check", "--no-transaction")
                        .failed(2)
                        .err())
                .contains("error: --check, --no-transaction and --continue-on-error cannot be combined");
    }

    @Test
    void variablesComeFromTheCommandLine() throws IOException {
        write(
                "schema.sql",
                "CREATE TABLE :\"table\" (id int);\nINSERT INTO :\"table\" VALUES (:id);\n\\echo :table is there\n");

        var transcript =
                cli.run("schema-load", "-v", "table=My Table", "-v", "id=7").succeeded();

        assertThat(transcript.err()).contains("\nMy Table is there\n");
        assertThat(rows("SELECT id FROM \"My Table\"")).isEqualTo("7");
        assertThat(cli.run("schema-load", "-v", "novalue").failed(2).err())
                .contains("error: \"novalue\" is not NAME=VALUE");
    }

    @Test
    void warningsAreShownAndCounted() throws IOException {
        write(
                "schema.sql",
                "DO $$ BEGIN RAISE WARNING 'one'; RAISE WARNING 'two'; RAISE NOTICE 'three'; END $$;\nSELECT 1;\n");

        var transcript = cli.run("schema-load").succeeded();
        var quiet = cli.run("schema-load", "-q", "-o", "json").succeeded();

        assertThat(transcript.err())
                .contains("\nschema.sql:1:1: warning: one\n")
                .contains("\nschema.sql:1:1: warning: two\n")
                .contains("\nschema.sql:1:1: notice: three\n")
                .endsWith("loaded schema.sql: 2 statements, 0 rows, 1 notice, 2 warnings\n");
        assertThat(quiet.err()).isEmpty();
        assertThat(quiet.out()).contains("\"failures\":0,\"notices\":1,\"warnings\":2}");
    }

    @Test
    void progressIsShownOnATerminalWhileTheDataOfACopyIsSent() throws IOException {
        var rows = 200_000;
        write(
                "schema.sql",
                "CREATE TABLE fruit (name text);\nSELECT pg_sleep(1.1);\nCOPY fruit FROM stdin;\n"
                        + "apple\n".repeat(rows) + "\\.\n");
        write("short.sql", "SELECT 1;\n");

        var seen = cli.typing("").run("schema-load").succeeded();
        var quick = cli.run("schema-load", "-f", "short.sql").succeeded();

        assertThat(seen.err())
                .containsPattern("\r\u001b\\[Kschema\\.sql: [0-9]{1,2} %, [0-9.]+ MB, 2 statements, [0-9]+ rows?,"
                        + " [0-9.]+ MB/s, [0-9]+ s left\r\u001b\\[K")
                .endsWith("loaded schema.sql: 3 statements, 200000 rows\n");
        assertThat(quick.err()).doesNotContain("\r");
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
                    .contains("hint: run it again; if the server is restarting, wait for it: db-ops wait");
        }
        assertThat(tables()).isEqualTo("0");
    }

    /** Holds the advisory lock that the script under test waits for. */
    private final class LockHolder implements AutoCloseable {
        private final Database database = Database.connect(target);

        LockHolder() {
            database.execute("SELECT pg_advisory_lock(17)");
        }

        void awaitWaiter() {
            await("SELECT pid FROM pg_stat_activity WHERE wait_event = 'advisory' AND datname = current_database()");
        }

        void release() {
            database.execute("SELECT pg_advisory_unlock(17)");
        }

        @Override
        public void close() {
            database.close();
        }
    }

    /** Polls the server until the query returns rows. */
    private String await(String query) {
        var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (true) {
            var rows = rows(query);
            if (!rows.isEmpty()) {
                return rows;
            }
            assertThat(System.nanoTime()).as("still no row of " + query).isLessThan(deadline);
            Thread.onSpinWait();
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
