package dev.dbops.cli.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.cli.Cli;
import dev.dbops.postgres.Database;
import dev.dbops.postgres.maintenance.ProtectionMark;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.ConnectionUrl;
import dev.dbops.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueryTest {
    private final TestServer server = TestServer.carried();

    @TempDir
    private Path directory;

    private ConnectionTarget target;
    private Cli cli;

    @BeforeEach
    void fruitInADatabase() {
        target = server.newDatabase();
        server.execute(
                target.database(),
                "CREATE TABLE fruit (name text, weight int CHECK (weight > 0)); INSERT INTO fruit VALUES ('apple',"
                        + " 150)");
        cli = new Cli(directory).with(target);
    }

    private List<String> fruit() {
        return server.rows(target.database(), "SELECT name, weight FROM fruit ORDER BY name");
    }

    private void write(String file, String text) throws IOException {
        Files.writeString(directory.resolve(file), text);
    }

    @Test
    void theSqlIsAWordAFileOrStandardInput() throws IOException {
        write("count.sql", "SELECT 2");
        cli.piping("SELECT 3").with("PROD_CONNECTION_URL", ConnectionUrl.formatWithPassword(target));

        assertThat(cli.run("query", "--value", "SELECT 1").succeeded().out()).isEqualTo("1\n");
        assertThat(cli.run("query", "--value", "SELECT 1", "prod").succeeded().out())
                .isEqualTo("1\n");
        assertThat(cli.run("query", "--value", "-f", "count.sql").succeeded().out())
                .isEqualTo("2\n");
        assertThat(cli.run("query", "--value", "-f", "count.sql", "prod")
                        .succeeded()
                        .out())
                .isEqualTo("2\n");
        assertThat(cli.run("query", "--value", "-f", "-").succeeded().out()).isEqualTo("3\n");
        assertThat(cli.run("query", "--value").succeeded().out()).isEqualTo("3\n");
        assertThat(cli.run("query", "--value", "prod").succeeded().out()).isEqualTo("3\n");
        assertThat(cli.run("-e", "prod", "query", "--value", "SELECT 1")
                        .succeeded()
                        .out())
                .isEqualTo("1\n");
    }

    @Test
    void theEnvironmentIsTheOneThatIsNamed() {
        var other = server.newDatabase();
        cli.with("OTHER_CONNECTION_URL", ConnectionUrl.formatWithPassword(other))
                .piping("SELECT current_database()");

        assertThat(cli.run("query", "--value", "SELECT current_database()", "other")
                        .out())
                .isEqualTo(other.database() + "\n");
        assertThat(cli.run("query", "--value", "other").out()).isEqualTo(other.database() + "\n");
    }

    @Test
    void withoutSqlItSaysWhereItMayStand() {
        var ways = "hint: db-ops query \"SELECT ...\", or -f FILE, or SQL on standard input";

        assertThat(cli.typing("").run("query", "--no-color").failed(2).err())
                .isEqualTo("error: no SQL was given: no argument, no -f, and standard input is a terminal\n" + ways
                        + "\n");
        assertThat(cli.run("query", "--no-color", "prod").failed(2).err())
                .isEqualTo("error: \"prod\" is read as the environment, and no SQL was given: no -f, and standard input"
                        + " is a terminal\n" + ways + "; SQL of one word ends in a semicolon: \"VACUUM;\"\n");
        var piped = new Cli(directory).with(target);
        assertThat(piped.run("query").failed(2).err())
                .startsWith("error: no SQL was given: no argument, no -f, and standard input is empty");
        assertThat(piped.run("query", "-- nothing").failed(2).err()).contains("Unknown option");
        assertThat(piped.run("query", "/* nothing */ ;").failed(2).err()).startsWith("error: there is no SQL in SQL\n");
        assertThat(piped.run("query", "-f", "missing.sql").failed(2).err())
                .startsWith("error: there is no file missing");
        assertThat(piped.run("query", "-f", "-", "SELECT 1").failed(2).err())
                .startsWith("error: the SQL is given both as an argument and with -f\n");
    }

    @Test
    void parametersAreBoundWhateverTheyHold() throws IOException {
        write("file.txt", "it's @home\n");
        cli.piping("from stdin");

        assertThat(cli.run(
                                "query",
                                "--value",
                                "SELECT :a || '|' || :b",
                                "-p",
                                "a='; DROP TABLE fruit; --",
                                "-p",
                                "b=@file.txt")
                        .succeeded()
                        .out())
                .isEqualTo("'; DROP TABLE fruit; --|it's @home\n\n");
        assertThat(cli.run("query", "--value", "SELECT :a || :b", "--text", "a=@file.txt", "-p", "b=@-")
                        .succeeded()
                        .out())
                .isEqualTo("@file.txtfrom stdin\n");
        assertThat(cli.run("query", "--value", "SELECT :a IS NULL AND :b = ''", "-p", "a:=null", "-p", "b=")
                        .out())
                .isEqualTo("t\n");
        assertThat(cli.run("query", "--value", "SELECT name FROM fruit WHERE weight = :w AND :w > 1", "-p", "w=150")
                        .succeeded()
                        .out())
                .isEqualTo("apple\n");
        assertThat(cli.run("query", "--value", "SELECT '{a,b}'::text[] @> ARRAY[:a]", "-p", "a=b")
                        .succeeded()
                        .out())
                .isEqualTo("t\n");
        assertThat(fruit()).containsExactly("apple|150");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a=1 | error: no value for the parameter handle;hint: pass -p handle=VALUE; its parameters: a, handle",
                "hande=1 | error: the SQL has no parameter \"hande\";hint: did you mean handle? its parameters: a,"
                        + " handle",
                "a | error: \"a\" is not NAME=VALUE;hint: write -p NAME=VALUE",
                "a:=nil | error: only null can follow :=, not \"nil\";hint: for a value write -p NAME=VALUE",
                "a=@none | error: there is no file none;hint: to pass a text that begins with @: --text NAME=@..."
            })
    void parametersThatDoNotFitAreNamed(String parameter, String lines) {
        var transcript = cli.run("query", "SELECT :a, :handle", "-p", parameter).failed(2);

        assertThat(transcript.err()).isEqualTo(lines.replace(";hint", "\nhint") + "\n");
    }

    @Test
    void aParameterIsGivenOnceAndOnlyWhereThereIsOne() {
        assertThat(cli.run("query", "SELECT :a", "-p", "a=1", "--text", "a=2")
                        .failed(2)
                        .err())
                .startsWith("error: the parameter \"a\" is given twice\n");
        assertThat(cli.run("query", "SELECT 1", "-p", "a=1").failed(2).err())
                .isEqualTo("error: the SQL has no parameter \"a\"\nhint: it has none: write :name\n");
        assertThat(cli.piping("x")
                        .run("query", "-f", "-", "-p", "a=@-")
                        .failed(2)
                        .err())
                .startsWith("error: standard input is the value of a parameter, and no SQL is given\n");
    }

    @Test
    void aParameterThatTheServerCannotPlaceHasItsName() {
        assertThat(cli.run("query", "SELECT num_nulls(:handle)", "-p", "handle=1")
                        .failed(3)
                        .err())
                .startsWith("error: SQL:1:1: could not determine data type of parameter :handle (SQLSTATE 42P18)\n")
                .endsWith("hint: give its type, such as :name::text\n");
        assertThat(cli.run("query", "SET search_path = :path", "-p", "path=x")
                        .failed(3)
                        .err())
                .startsWith("error: SQL:1:19: syntax error at or near \":path\"")
                .endsWith("not in SET\n");
        assertThat(cli.run("query", "SELECT $1").failed(2).err())
                .startsWith("error: SQL:1:8: a parameter without a name\n");
    }

    @Test
    void itOnlyReadsUnlessToldToWrite() {
        var refused = cli.run("query", "INSERT INTO fruit VALUES ('pear', 1)").failed(3);

        assertThat(refused.out()).isEmpty();
        assertThat(refused.err())
                .startsWith("error: SQL:1:1: cannot execute INSERT in a read-only transaction (SQLSTATE 25006)\n")
                .endsWith("hint: to let query write, add --write\n");
        assertThat(fruit()).hasSize(1);

        var written = cli.run("query", "--write", "INSERT INTO fruit VALUES ('pear', 1)")
                .succeeded();

        assertThat(written.out()).isEmpty();
        assertThat(written.err())
                .matches(
                        "target: db \"%s\" on .* \\(from CONNECTION_URL\\)\nINSERT 0 1\n".formatted(target.database()));
        assertThat(fruit()).containsExactly("apple|150", "pear|1");
    }

    @Test
    void severalStatementsAreAllOrNothing() {
        var failed = cli.run(
                        "query",
                        "--write",
                        "INSERT INTO fruit VALUES ('pear', 1);\nINSERT INTO fruit VALUES ('fig', -1)")
                .failed(3);

        assertThat(failed.err())
                .contains("error: SQL:2:1: new row for relation \"fruit\" violates check constraint"
                        + " \"fruit_weight_check\"; nothing was changed (SQLSTATE 23514)\n"
                        + "  2 | INSERT INTO fruit VALUES ('fig', -1)\n      ^\n");
        assertThat(fruit()).hasSize(1);

        var several = cli.run(
                        "query", "--write", "UPDATE fruit SET weight = :w; TABLE fruit; DELETE FROM fruit", "-p", "w=3")
                .succeeded();

        assertThat(several.out()).isEqualTo("name   weight\napple       3\n");
        assertThat(several.err()).endsWith("\nUPDATE 1\nDELETE 1\n");
        assertThat(fruit()).isEmpty();
    }

    @Test
    void aResultThatIsNotTheOneThatWasWantedUndoesTheWrite() {
        cli.run("query", "--write", "--value", "DELETE FROM fruit RETURNING name, weight")
                .failed(1);
        cli.run("query", "--write", "--object", "DELETE FROM fruit WHERE name = 'pear' RETURNING name")
                .failed(1);

        assertThat(fruit()).hasSize(1);
    }

    @Test
    void whatCannotRunInATransactionRunsByItself() {
        assertThat(cli.run("query", "--write", "VACUUM fruit").succeeded().err())
                .endsWith("\nVACUUM\n");
        cli.run("query", "--write", "CREATE INDEX CONCURRENTLY fruit_name ON fruit (name)")
                .succeeded();
        assertThat(cli.run("query", "VACUUM fruit").failed(2).err())
                .startsWith("error: SQL:1:1: VACUUM writes, and a query only reads\n")
                .endsWith("hint: add --write\n");
        assertThat(cli.run("query", "--write", "SELECT 1; VACUUM fruit")
                        .failed(2)
                        .err())
                .startsWith("error: SQL:1:11: VACUUM cannot run inside a transaction\n");
    }

    @Test
    void aProtectedTargetRequiresItsNameBeforeDataIsDestroyed() {
        var prod = new Cli(directory).with("PROD_CONNECTION_URL", ConnectionUrl.formatWithPassword(target));

        var refused = prod.run("query", "--write", "--yes", "UPDATE fruit SET weight = 1", "prod")
                .failed(5);

        assertThat(refused.err())
                .contains("warning: SQL:1:1: UPDATE fruit\n")
                .contains("error: this will run 1 statement(s) that drop, truncate, delete or overwrite in database")
                .endsWith("hint: if that is meant, pass --confirm " + target.database() + "\n");
        assertThat(fruit()).containsExactly("apple|150");
        prod.run("query", "--write", "--analyze", "DELETE FROM fruit", "prod").failed(5);

        prod.run("query", "--write", "INSERT INTO fruit VALUES ('fig', 2)", "prod")
                .succeeded();
        prod.run("query", "--write", "DELETE FROM fruit", "prod", "--confirm", target.database())
                .succeeded();
        assertThat(fruit()).isEmpty();
    }

    @Test
    void aMarkedDatabaseIsProtectedToo() {
        try (var database = Database.connect(target)) {
            new ProtectionMark(database).set();
        }

        cli.run("query", "--write", "WITH a AS (DELETE FROM fruit RETURNING *) SELECT * FROM a")
                .failed(5);

        assertThat(fruit()).hasSize(1);
    }

    @Test
    void aPlanIsTextOrJson() {
        assertThat(cli.run("query", "--explain", "SELECT * FROM fruit WHERE name = :n", "-p", "n=x")
                        .succeeded()
                        .out())
                .startsWith("Seq Scan on fruit  (cost=")
                .contains("\n  Filter: (name = 'x'::text)\n");
        assertThat(cli.run("query", "--explain", "-o", "json", "DELETE FROM fruit")
                        .succeeded()
                        .out())
                .startsWith("[\n  {\n    \"Plan\": {");
        assertThat(cli.run("query", "--analyze", "SELECT * FROM fruit")
                        .succeeded()
                        .out())
                .contains("rows=1");
        assertThat(cli.run("query", "--explain", "SELECT nope").failed(3).err()).startsWith("error: SQL:1:8: column");
        assertThat(cli.run("query", "--explain", "SELECT 1; SELECT 2").failed(2).err())
                .startsWith("error: SQL:1:11: a plan is for one statement, and this is another one\n");
    }

    @Test
    void anAnalyzedWriteRequiresWriteAndIsRolledBack() {
        cli.run("query", "--analyze", "DELETE FROM fruit").failed(3);

        var analyzed =
                cli.run("query", "--analyze", "--write", "DELETE FROM fruit").succeeded();

        assertThat(analyzed.out()).startsWith("Delete on fruit").contains("rows=1");
        assertThat(analyzed.err()).endsWith("\nrolled back; nothing was changed\n");
        assertThat(fruit()).hasSize(1);
    }

    @Test
    void optionsThatContradictEachOtherAreRefused() {
        cli.run("query", "--value", "--object", "SELECT 1").failed(2);
        cli.run("query", "--value", "--explain", "SELECT 1").failed(2);
        cli.run("query", "--explain", "--write", "SELECT 1").failed(2);
        cli.run("query", "COPY fruit TO STDOUT").failed(2);
        cli.run("query", "SET DateStyle = 'German'; SELECT 1").failed(2);
    }

    @Test
    void theEncodingOfTheSessionStaysUtf8() {
        cli.run("query", "SET client_encoding TO 'UTF8'; SELECT 'é'").succeeded();
        assertThat(cli.run("query", "SET NAMES 'LATIN1'; SELECT 'é'").failed(2).err())
                .contains("the session's client_encoding must be UTF8");
        assertThat(cli.run("query", "SELECT set_config('client_encoding', 'LATIN1', false)")
                        .failed(1)
                        .err())
                .contains("the SQL set client_encoding to LATIN1, so db-ops ended the session");
    }

    @ParameterizedTest
    @ValueSource(strings = {"table", "json", "csv"})
    void anErrorHasItsPlaceInTheUsersText(String format) throws IOException {
        write("query.sql", "SELECT :long_name::text,\n       7 %% 2, zzqq\n  FROM fruit WHERE name = %(n)s");

        var failed = cli.run("query", "-o", format, "-f", "query.sql", "-p", "long_name=1", "-p", "n=1")
                .failed(3);

        assertThat(failed.out()).isEmpty();
        if (format.equals("json")) {
            assertThat(failed.err()).contains("\"file\":\"query.sql\",\"line\":2,\"column\":16");
        } else {
            assertThat(failed.err())
                    .isEqualTo("error: query.sql:2:16: column \"zzqq\" does not exist (SQLSTATE 42703)\n"
                            + "  2 |        7 %% 2, zzqq\n" + " ".repeat(6 + 15)
                            + "^\nhint: check the name; put a name with capital letters in double"
                            + " quotes, and a string in single quotes\n");
        }
    }

    @Test
    void anErrorOfTheWrappedStatementHasItsPlaceToo() {
        assertThat(cli.run("query", "-o", "json", "SELECT 1 +").failed(3).err())
                .contains("syntax error at end of input")
                .contains("\"line\":1,\"column\":11");
        assertThat(cli.run("query", "-o", "json", "SELECT 1) AS a, (SELECT 2")
                        .failed(3)
                        .err())
                .contains("syntax error at or near \\\")\\\"");
        assertThat(cli.run("query", "-o", "json", "SELECT 1 / (weight - 150) FROM fruit")
                        .failed(3)
                        .err())
                .contains("division by zero");
    }

    @Test
    void noticesAreNotResults() {
        var transcript = cli.run("query", "DO $$ BEGIN RAISE NOTICE 'look'; RAISE WARNING 'out'; END $$")
                .succeeded();

        assertThat(transcript.out()).isEmpty();
        assertThat(transcript.err()).isEqualTo("SQL:1:1: notice: look\nSQL:1:1: warning: out\nDO\n");
    }

    @Test
    void aDryRunAsksNoServer() {
        var plan = cli.with("CONNECTION_URL", "postgresql://nobody@127.0.0.1:1/nowhere")
                .run("query", "--dry-run", "--write", "UPDATE fruit SET weight = 1; DROP TABLE fruit")
                .succeeded();

        assertThat(plan.out()).isEqualTo("""
            POSITION  KIND        OBJECT
            SQL:1:1   UPDATE      fruit
            SQL:1:30  DROP TABLE  fruit
            """);
    }

    @Test
    void rowsComeWhileTheStatementRunsAndCtrlCEndsIt() {
        try (var running = cli.start("query", "SELECT generate_series(1, 100000000)")) {
            running.await(now -> now.out().length() > 100_000);

            assertThat(running.interrupt().failed(130).err()).isEqualTo("error: interrupted\n");
        }
    }
}
