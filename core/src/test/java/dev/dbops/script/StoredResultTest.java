package dev.dbops.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dbops.InputFile;
import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.postgres.Database;
import dev.dbops.script.ScriptOptions.Mode;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code \gset}: variables whose values are known only when the script runs. */
class StoredResultTest {
    private final TestServer server = TestServer.carried();
    private final List<String> generated = new ArrayList<>();
    private final Map<String, String> variables = new HashMap<>();
    private final RecordingListener listener = new RecordingListener() {
        @Override
        public void generated(ScriptOutline.Destructive statement) {
            generated.add(statement.position() + " " + statement.kind() + " " + statement.object());
        }
    };

    @TempDir
    private Path directory;

    private ConnectionTarget target;
    private Mode mode = Mode.TRANSACTION;
    private int fromLine = 1;

    @BeforeEach
    void createDatabase() {
        target = server.newDatabase();
        server.execute(target.database(), "CREATE TABLE seen (value text)");
    }

    @Test
    void theCheckReadsBothBranchesAndCountsWhatItCannotKnow() throws IOException {
        mode = Mode.STATEMENTS;
        var outline = outline("""
            SELECT count(*) = 0 AS fresh, 'seen' AS name FROM pg_class \\gset
            \\if :fresh
              CREATE TABLE a (id int);
              \\set table a
            \\else
              DELETE FROM seen;
              \\set table seen
            \\endif
            TRUNCATE :table;
            DROP DATABASE :"name";
            INSERT INTO seen VALUES ('certain');
            """);

        assertThat(outline.statements()).isEqualTo(6);
        assertThat(outline.dependent()).isEqualTo(4);
        assertThat(outline.destructive())
                .extracting(statement -> statement.kind() + " " + statement.object())
                .containsExactly("DELETE seen", "TRUNCATE " + ScriptOutline.UNKNOWN_OBJECT);
        assertThat(outline.groups())
                .extracting(group -> group.kind() + " " + group.object())
                .contains("CREATE TABLE a", "INSERT seen", "DROP DATABASE " + ScriptOutline.UNKNOWN_OBJECT);
    }

    @Test
    void aVariableWithTheSameValueInAllBranchesStaysKnown() throws IOException {
        write("included.sql", "INSERT INTO seen VALUES ('included');\n");

        run("""
            SELECT true AS x \\gset
            \\if :x
              \\set file included
            \\elif :x
              \\set file included
            \\else
              \\set file included
            \\endif
            \\i :file.sql
            """);

        assertThat(seen()).containsExactly("included");
        assertThat(failure("SELECT true AS x \\gset\n"
                        + "\\set file included\n"
                        + "\\if :x\n"
                        + "\\set file other\n"
                        + "\\endif\n"
                        + "\\i :file.sql\n"))
                .hasMessageStartingWith("\\i depends on the result of \\gset");
    }

    @Test
    void variablesThatTheQueryDoesNotNameStayKnownInTheCheck() throws IOException {
        variables.put("file", "included");
        write("included.sql", "INSERT INTO seen VALUES ('included');\n");

        run("SELECT 'x' AS other \\gset\n\\i :file.sql\n\\set other included\n\\i :other.sql\n");

        assertThat(seen()).containsExactly("included", "included");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\\i :x|\\i depends on the result of \\gset",
                "\\cd :x|\\cd depends on the result of \\gset",
                "\\connect :x|\\connect depends on the result of \\gset",
                "\\set y a:x~\\i :y|\\i depends on the result of \\gset",
                "\\if :x~\\cd .~\\endif|whether \\cd runs depends on the result of \\gset",
                "\\if :x~COMMIT;~\\endif|the script contains transaction control: COMMIT",
                "\\if :x~\\else~\\nonsense~\\endif|psql's command \\nonsense is not supported",
                "\\if :x~\\q~\\endif~COMMIT;|the script contains transaction control: COMMIT"
            })
    void whatTheCheckMustKnowIsRefusedBeforeAnythingRuns(String script, String reason) throws IOException {
        var failure =
                failure("INSERT INTO seen VALUES ('ran');\nSELECT 1 AS x \\gset\n" + script.replace('~', '\n') + "\n");

        assertThat(failure).hasMessageStartingWith(reason);
        assertThat(failure.kind()).isEqualTo(Kind.USAGE);
        assertThat(seen()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SELECT 1 AS a WHERE false|no rows returned for \\gset",
                "VALUES (1), (2)|more than one row returned for \\gset",
                "SELECT 1|invalid variable name: \"?column?\""
            })
    void anythingButOneRowOfNamesIsAnErrorAsInPsql(String query, String message) throws IOException {
        var failure = failure("INSERT INTO seen VALUES ('ran');\n" + query + " \\gset\n");

        assertThat(failure).hasMessage(message + "; nothing was changed");
        assertThat(failure.kind()).isEqualTo(Kind.SQL);
        assertThat(failure.position().orElseThrow()).hasToString("script.sql:2:1");
        assertThat(seen()).isEmpty();
    }

    @Test
    void itContinuesAfterAQueryWithoutARowAndKeepsTheVariables() throws IOException {
        mode = Mode.CONTINUE;

        var result = run("SELECT 'kept' AS a \\gset\nSELECT 'x' AS a WHERE false \\gset\nSELECT b \\gset\n"
                + "INSERT INTO seen VALUES (:'a');\n");

        assertThat(result.failures()).isEqualTo(2);
        assertThat(seen()).containsExactly("kept");
        assertThat(listener.heard())
                .containsExactly(
                        "script.sql:2:1 failed: no rows returned for \\gset",
                        "script.sql:3:8 failed: column \"b\" does not exist");
    }

    @Test
    void aDestructiveStatementFromAValueIsReportedBeforeItRuns() throws IOException {
        mode = Mode.STATEMENTS;

        run("""
            SELECT 'DELETE FROM' AS verb, ' \\; TRUNCATE seen' AS joined, '''' AS quote \\gset
            :verb seen;
            SELECT 1 :joined;
            SELECT :quote ' ; DELETE FROM seen; --';
            """);

        assertThat(generated)
                .containsExactly(
                        "script.sql:2:1 DELETE seen", "script.sql:3:1 TRUNCATE seen", "script.sql:4:19 DELETE seen");
    }

    @Test
    void transactionControlFromAValueIsRefusedInATransaction() throws IOException {
        var failure = failure("SELECT 'COMMIT' AS a \\gset\nINSERT INTO seen VALUES ('x');\n:a;\n");

        assertThat(failure).hasMessage("the script contains transaction control: COMMIT; nothing was changed");
        assertThat(failure.position().orElseThrow()).hasToString("script.sql:3:1");
        assertThat(seen()).isEmpty();
    }

    @Test
    void aSkippedQueryDoesNotRunAgainAndItsValuesCanBeGiven() throws IOException {
        mode = Mode.STATEMENTS;
        fromLine = 2;
        var script = "INSERT INTO seen VALUES ('row') RETURNING value \\gset\nINSERT INTO seen VALUES (:'value');\n";

        var failure = failure(script);

        assertThat(failure)
                .hasMessageStartingWith(
                        "the value of value is unknown: the \\gset at script.sql:1:1 is before the" + " first line");
        assertThat(failure.hint().orElseThrow()).startsWith("set it with -v value=VALUE");
        assertThat(seen()).isEmpty();
        variables.put("value", "given");
        run(script);
        assertThat(seen()).containsExactly("given");
    }

    @Test
    void aCheckOfTheWholeScriptRunsItToo() throws IOException {
        mode = Mode.CHECK;

        assertThat(run("SELECT 'x' AS a \\gset\nINSERT INTO seen VALUES (:'a');\n"))
                .isEqualTo(new ScriptResult(2, 1, 0, 0, 0));
        assertThat(seen()).isEmpty();
    }

    @Test
    void longScriptsAreNotReadBeyondAQueryBeforeItsValuesAreKnown() throws IOException {
        var rows =
                "INSERT INTO seen VALUES ('%s');\n".formatted("x".repeat(500)).repeat(1000);

        run("SELECT '1' AS n \\gset\n" + rows + "SELECT '2' AS n \\gset\nINSERT INTO seen VALUES (:n);\n" + rows
                + "SELECT '3' AS n \\gset\n\\if :{?n}\nINSERT INTO seen VALUES (:n);\n\\endif\n");

        assertThat(server.rows(target.database(), "SELECT value FROM seen WHERE length(value) = 1"))
                .containsExactly("2", "3");
    }

    @Test
    void theResultIsReadInTheEncodingOfTheSession() throws IOException {
        run("SET client_encoding = 'LATIN1';\nSELECT chr(233) AS letter, lower(chr(201)) AS lower \\gset\n"
                + "RESET client_encoding;\nINSERT INTO seen VALUES (:'letter'), (:'lower');\n");

        assertThat(seen()).containsExactly("é", "é");
    }

    private ScriptOptions options() {
        return new ScriptOptions(mode, variables, directory, true, fromLine, new TargetSession(target));
    }

    private ScriptOutline outline(String script) throws IOException {
        write("script.sql", script);
        try (var source = InputFile.ofFile(directory.resolve("script.sql"), "script.sql")) {
            return ScriptOutline.of(source, options());
        }
    }

    private ScriptResult run(String script) throws IOException {
        write("script.sql", script);
        return load();
    }

    private ScriptResult load() {
        try (var source = InputFile.ofFile(directory.resolve("script.sql"), "script.sql");
                var database = Database.connect(target)) {
            ScriptOutline.of(source, options());
            return new ScriptRunner(database, name -> Database.connect(target.withDatabase(name)), listener)
                    .run(source, options());
        }
    }

    private OpsException failure(String script) throws IOException {
        write("script.sql", script);
        return catchThrowableOfType(OpsException.class, this::load);
    }

    private List<String> seen() {
        return server.rows(target.database(), "SELECT value FROM seen");
    }

    private void write(String file, String text) throws IOException {
        Files.writeString(directory.resolve(file), text);
    }
}
