package dev.dbops.cli.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.cli.Cli;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.testing.TestServer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ways out of the read-only transaction of a query, tried on each major version that is tested. */
class QueryReadOnlyTest {
    private static final String DELETE = "DELETE FROM fruit";

    /** Said in the text: refused before the server is asked. */
    private static final List<String> TOLD_BY_THE_TEXT = List.of(
            "SET transaction_read_only = off",
            "set local TRANSACTION_READ_ONLY to off",
            "SET SESSION transaction_read_only TO DEFAULT",
            "SET \"Transaction_Read_Only\" = 'off'",
            "RESET transaction_read_only",
            "SET TRANSACTION READ /* only */ WRITE",
            "SET TRANSACTION ISOLATION LEVEL READ COMMITTED, READ WRITE",
            "SAVEPOINT a; SET TRANSACTION READ WRITE",
            "SHOW transaction_read_only; SET TRANSACTION READ WRITE");

    /** Refused by the server, whose rule is that the mode is fixed once the transaction has a snapshot. */
    private static final List<String> SWITCHES = List.of(
            "SET TRANSACTION " + "ISOLATION LEVEL READ COMMITTED, ".repeat(9) + "READ WRITE",
            "SELECT set_config('transaction_read_only', 'off', false)",
            "(SELECT set_config('transaction_read_only', 'off', true))",
            "VALUES (set_config('transaction_read_only', 'off', true))",
            "WITH a AS (SELECT set_config('transaction_read_only', 'off', true)) TABLE a",
            "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE; DO 'BEGIN SET TRANSACTION READ WRITE; END'",
            "DO 'BEGIN SET TRANSACTION READ WRITE; END'",
            "DO 'BEGIN PERFORM set_config(''transaction_read_only'', ''off'', false); END'",
            "PREPARE a AS SELECT set_config('transaction_read_only', 'off', false); EXECUTE a",
            "DECLARE a CURSOR FOR SELECT set_config('transaction_read_only', 'off', false); FETCH a",
            "SAVEPOINT a; DO 'BEGIN SET TRANSACTION READ WRITE; END'",
            "SAVEPOINT a; ROLLBACK TO a; RELEASE a; CALL committing()",
            "SELECT switching()",
            "CALL committing()");

    /** Statements that the server accepts without effect. */
    private static final List<String> DEFAULTS = List.of(
            "SET default_transaction_read_only = off",
            "SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE",
            "RESET ALL",
            "SET session_replication_role = replica",
            "SET ROLE NONE");

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(ints = {13, 15, 17, 18})
    void noSettingLeadsOutOfIt(int major) {
        var server = TestServer.ofMajor(major);
        var target = fruitOn(server);
        var cli = new Cli(directory).with(target);

        for (var attempt : TOLD_BY_THE_TEXT) {
            assertThat(cli.run("query", attempt + "; " + DELETE).failed(2).err())
                    .as(attempt)
                    .contains(" would make the transaction read-write, and a query only reads\n")
                    .endsWith("hint: add --write\n");
        }
        for (var attempt : SWITCHES) {
            for (var format : new String[] {"table", "json"}) {
                var transcript = cli.run("query", "-o", format, attempt + "; " + DELETE);
                assertThat(transcript.failed(3).err()).as(attempt).doesNotContain("DELETE 1");
            }
        }
        for (var attempt : DEFAULTS) {
            assertThat(cli.run("query", attempt + "; " + DELETE).failed(3).err())
                    .as(attempt)
                    .contains("cannot execute DELETE in a read-only transaction (SQLSTATE 25006)");
        }
        assertThat(cli.run("query", "SELECT switching()").failed(3).err())
                .contains("transaction read-write mode must be set before any query (SQLSTATE 25001)")
                .endsWith("hint: to let query write, add --write\n");
        assertThat(fruit(server, target)).hasSize(1);
    }

    /** PostgreSQL before 16 lets a function reset the mode; from then on the server refuses that too. */
    @ParameterizedTest
    @ValueSource(ints = {13, 15, 17, 18})
    void aModeThatAFunctionHasResetIsNoticed(int major) {
        var server = TestServer.ofMajor(major);
        var target = fruitOn(server);

        var transcript =
                new Cli(directory).with(target).run("query", "DO 'BEGIN RESET transaction_read_only; END'; " + DELETE);

        assertThat(transcript.failed(major < 16 ? 5 : 3).err())
                .contains(
                        major < 16
                                ? "error: the SQL has made its transaction read-write; it was rolled back\n"
                                : "parameter \"transaction_read_only\" cannot be reset");
        assertThat(fruit(server, target)).hasSize(1);
    }

    @Test
    void theIsolationOfTheTransactionCanBeSet() {
        var cli = new Cli(directory).with(TestServer.carried().newDatabase());
        var sql = "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE, DEFERRABLE; SHOW transaction_isolation";

        assertThat(cli.run("query", "--value", sql).succeeded().out()).isEqualTo("serializable\n");
        assertThat(cli.run("query", "SHOW transaction_read_only").succeeded().out())
                .contains("on");
    }

    @ParameterizedTest
    @ValueSource(ints = {13, 18})
    void aPlanLeadsOutOfItNeither(int major) {
        var server = TestServer.ofMajor(major);
        var target = fruitOn(server);
        var cli = new Cli(directory).with(target);

        for (var plan : new String[] {"--explain", "--analyze"}) {
            cli.run("query", plan, "SELECT immutable_switch()").failed(3);
        }
        cli.run("query", "--analyze", DELETE).failed(3);
        cli.run("query", "--analyze", "WITH a AS (" + DELETE + " RETURNING *) TABLE a")
                .failed(3);
        assertThat(fruit(server, target)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "BEGIN",
                "BEGIN READ WRITE",
                "START TRANSACTION READ WRITE",
                "COMMIT",
                "COMMIT AND CHAIN",
                "END",
                "ABORT",
                "ROLLBACK",
                "ROLLBACK AND CHAIN",
                "PREPARE TRANSACTION 'a'",
                "COMMIT PREPARED 'a'",
                "ROLLBACK PREPARED 'a'"
            })
    void theTransactionIsNotForTheSqlToEnd(String control) {
        var server = TestServer.carried();
        var target = fruitOn(server);

        assertThat(new Cli(directory)
                        .with(target)
                        .run("query", "SELECT 1; " + control + "; " + DELETE)
                        .failed(2)
                        .err())
                .startsWith("error: SQL:1:11: ")
                .contains(" is in the SQL, but a query is one transaction\n");
        assertThat(fruit(server, target)).hasSize(1);
    }

    private static ConnectionTarget fruitOn(TestServer server) {
        var target = server.newDatabase();
        server.execute(target.database(), """
            CREATE TABLE fruit (name text);
            INSERT INTO fruit VALUES ('apple');
            CREATE FUNCTION switching() RETURNS void LANGUAGE plpgsql
                AS 'BEGIN SET LOCAL transaction_read_only = off; DELETE FROM fruit; END';
            CREATE FUNCTION immutable_switch() RETURNS text IMMUTABLE LANGUAGE plpgsql
                AS 'BEGIN RETURN set_config(''transaction_read_only'', ''off'', false); END';
            CREATE PROCEDURE committing() LANGUAGE plpgsql
                AS 'BEGIN COMMIT; DELETE FROM fruit; COMMIT; END';
            """);
        return target;
    }

    private static List<String> fruit(TestServer server, ConnectionTarget target) {
        return server.rows(target.database(), "SELECT name FROM fruit");
    }
}
