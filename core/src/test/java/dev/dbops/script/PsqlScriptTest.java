package dev.dbops.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dbops.InputFile;
import dev.dbops.OpsException;
import dev.dbops.postgres.Database;
import dev.dbops.script.ScriptOptions.Mode;
import dev.dbops.script.encoding.PlannedSettings;
import dev.dbops.script.variables.BuiltInVariables;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.HostPort;
import dev.dbops.testing.TestServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** psql's own commands in scripts, and the ways to join statements. */
class PsqlScriptTest {
    private static final String ROW = "x".repeat(100);

    private final TestServer server = TestServer.carried();
    private final RecordingListener listener = new RecordingListener();
    private final Map<String, String> variables = new HashMap<>();
    private final Map<String, String> environment = new HashMap<>();

    @TempDir
    private Path directory;

    private ConnectionTarget target;
    private Mode mode = Mode.TRANSACTION;
    private boolean allowConnect;
    private int fromLine = 1;

    @BeforeEach
    void createDatabase() {
        target = server.newDatabase();
        server.execute(target.database(), "CREATE TABLE seen (value text)");
    }

    @Test
    void variablesAreFilledInOutsideQuotes() throws IOException {
        variables.put("name", "it's");
        variables.put("table", "seen");
        variables.put("odd", "Odd \"name\"");
        variables.put("back", "a\\b");

        run("""
            INSERT INTO :table VALUES (:'name'), (':name'), ($$:name$$), (:'back'), ('a'::text);
            CREATE TABLE :"odd" (id int);
            INSERT INTO seen SELECT (ARRAY['x','y','z'])[2:3]::text;
            INSERT INTO seen VALUES (:{?name}::text), (:{?none}::text) -- :name
            ;
            """);

        assertThat(seen()).containsExactly("it's", ":name", ":name", "a\\b", "a", "{y,z}", "true", "false");
        assertThat(server.rows(target.database(), "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"))
                .contains("Odd \"name\"");
    }

    @Test
    void setAndUnsetChangeVariables() throws IOException {
        run("""
            \\set who 'O''Neill' "\\t" :none
            \\set twice :who:who
            INSERT INTO seen VALUES (:'who');
            \\unset who
            INSERT INTO seen VALUES (:{?who}::text);
            \\set sql 'INSERT INTO seen VALUES (''one''); INSERT INTO seen VALUES (''two'')'
            :sql;
            """);

        assertThat(seen()).containsExactly("O'Neill\"\\t\":none", "false", "one", "two");
    }

    @Test
    void escapesAndBackslashesOfCommandsAreReadAsByPsql() throws IOException {
        run("\\set a 'x\\x41\\101 it\\'s'\n\\set b 1 \\set c 2 \\\\ \\set d 3\n"
                + "INSERT INTO seen VALUES (:'a'), (:b), (:c), (:d);\n");

        assertThat(seen()).containsExactly("xAA it's", "1", "2", "3");
    }

    @Test
    void aMentionOfASettingDoesNotChangeIt() throws IOException {
        run("SET standard_conforming_strings = off;\nSELECT current_setting('standard_conforming_strings');\n"
                + "INSERT INTO seen VALUES ('it\\'s; so');\n");

        assertThat(seen()).containsExactly("it's; so");
    }

    @Test
    void valuesAreSearchedForVariablesAndCommands() throws IOException {
        run("""
            \\set inner 5
            \\set outer ':inner + 1'
            INSERT INTO seen VALUES ((:outer)::text);
            \\set both '(\\'a\\') \\\\; INSERT INTO seen VALUES (\\'b\\')'
            INSERT INTO seen VALUES :both;
            \\set greet '\\\\echo hello'
            :greet world
            \\set slice '2:'
            INSERT INTO seen SELECT (ARRAY['x','y','z'])[:slice:inner]::text;
            INSERT INTO seen SELECT 'c'\\:\\:text;
            """);

        assertThat(seen()).containsExactly("6", "a", "b", "{y,z}", "c");
        assertThat(listener.heard()).containsExactly("echo hello world");
    }

    @Test
    void anErrorAfterNestedValuesHasItsPlace() throws IOException {
        variables.put("in", "'a value that is much longer than its name'");
        variables.put("out", ":in, :in");

        assertThat(failure("SELECT 1,\n  :out, nothing;\n").position().orElseThrow())
                .hasToString("script.sql:2:9");
        assertThat(failure("SELECT 1 \\; SELECT nothing;\n").position().orElseThrow())
                .hasToString("script.sql:1:20");
        variables.put("two", "SELECT 1; SELECT :in, nothing");
        assertThat(failure("SELECT 1;\n  :two;\n").position().orElseThrow().line())
                .isEqualTo(2);
    }

    @Test
    void psqlsOwnVariablesDescribeTheConnection() throws IOException {
        run("""
            INSERT INTO seen SELECT (:'DBNAME' = current_database() AND :'USER' = current_user)::text;
            INSERT INTO seen SELECT (:SERVER_VERSION_NUM = current_setting('server_version_num')::int)::text;
            INSERT INTO seen SELECT (:'SERVER_VERSION_NAME' = current_setting('server_version'))::text;
            INSERT INTO seen VALUES (:'HOST'), (:'PORT'), (:'ENCODING'), (:{?USER}), (:{?NONE});
            SET client_encoding = 'latin-1';
            INSERT INTO seen VALUES (:'ENCODING'), (:'QUIET');
            \\set QUIET
            \\unset USER
            INSERT INTO seen VALUES (:'QUIET'), (:{?USER});
            """);

        var host = target.hosts().getFirst();
        assertThat(seen())
                .containsExactly(
                        "true",
                        "true",
                        "true",
                        host.host(),
                        Integer.toString(host.port()),
                        "UTF8",
                        "true",
                        "false",
                        "LATIN1",
                        "off",
                        "on",
                        "false");
    }

    @Test
    void aVariableThatRefersToItselfIsRefusedWhereItBegins() throws IOException {
        assertThat(refusal("\\set a ':b'\n\\set b ':a'\nSELECT :a;\n"))
                .isEqualTo("script.sql:3:8: the value of the variable a refers to itself");
    }

    @Test
    void aHostOfSeveralIsNotGuessed() {
        var several = new ConnectionTarget(
                List.of(new HostPort("one", 1), new HostPort("other", 2)),
                target.database(),
                target.user(),
                target.password(),
                target.parameters(),
                target.origin());

        assertThat(catchThrowableOfType(
                        OpsException.class,
                        () -> new BuiltInVariables(new TargetSession(several), new PlannedSettings()).get("PORT")))
                .hasMessage("psql's variable PORT has no single value because the target has several hosts");
    }

    @Test
    void autocommitCannotBeTurnedOffWhenStatementsRunSeparately() throws IOException {
        run("\\set AUTOCOMMIT off\nINSERT INTO seen VALUES ('a');\n");
        mode = Mode.STATEMENTS;

        assertThat(failure("\\set AUTOCOMMIT off\nINSERT INTO seen VALUES ('b');\n"))
                .hasMessage("AUTOCOMMIT off is not supported when each statement runs separately");
        assertThat(seen()).containsExactly("a");
    }

    @Test
    void theDatabaseThatAScriptConnectsToIsKnown() throws IOException {
        var other = server.newDatabase();
        mode = Mode.STATEMENTS;
        allowConnect = true;

        run("\\c %s\nCREATE TABLE reached AS SELECT :'DBNAME' AS name;\n".formatted(other.database()));

        assertThat(server.rows(other.database(), "SELECT name FROM reached")).containsExactly(other.database());
    }

    @Test
    void commandsAreAllowedInsideAStatement() throws IOException {
        variables.put("demo", "off");
        write("part.sql", "INSERT INTO seen VALUES ('included')");

        run("""
            INSERT INTO seen VALUES ('a')
            \\if :demo
              , ('demo'; INSERT INTO seen VALUES (:'demo') \\g
            \\else
              , ('not demo')
            \\endif
            \\echo inside
            \\set last 'c'
            \\i part.sql
              , (:'last'), ('d' \\if false \\\\ never \\endif
              ) ;
            INSERT INTO seen VALUES ('end')
            \\q
            INSERT INTO seen VALUES ('never');
            """);

        assertThat(seen()).containsExactly("included", "a", "not demo", "c", "d", "end");
        assertThat(listener.heard()).containsExactly("echo inside");
    }

    @Test
    void anErrorAfterACommandInsideAStatementHasItsPlace() throws IOException {
        var failure = failure("SELECT 1\n\\if false\n, 2\n\\endif\n, 3,\n  nothing;\n");

        assertThat(failure.position().orElseThrow()).hasToString("script.sql:6:3");
    }

    @Test
    void goAfterASemicolonSendsTheStatementAgain() throws IOException {
        write("part.sql", "\\g\nINSERT INTO seen VALUES ('b');\n");

        run("\\g\nINSERT INTO seen VALUES ('a'); \\g\n\\i part.sql\n\\g\n"
                + "SELECT 'INSERT INTO seen VALUES (''c'')';\n\\gexec\nCOPY seen FROM stdin;\nd\n\\.\n\\g\ne\n\\.\n");

        assertThat(seen()).containsExactly("a", "a", "b", "a", "c", "d", "e");
    }

    @Test
    void textAfterACopyOnItsLineIsReadAfterItsData() throws IOException {
        variables.put("copy", "COPY seen FROM stdin;\nINSERT INTO seen VALUES ('1');");

        run("COPY seen FROM stdin; COPY seen FROM stdin; INSERT INTO seen VALUES ('c\na\n\\.\nb\n\\.\nd');\n"
                + ":copy INSERT INTO seen VALUES ('2'); \\echo there\n0\n\\.\nINSERT INTO seen VALUES ('3');\n");

        assertThat(seen()).containsExactly("a", "b", "c\nd", "0", "1", "2", "3");
        assertThat(listener.heard()).containsExactly("echo there");
    }

    @Test
    void errorsAroundACopyWithMoreTextOnItsLineHaveTheirPlace() throws IOException {
        server.execute(target.database(), "CREATE TABLE numbers (n int)");
        var copies = "COPY numbers FROM stdin; COPY numbers FROM stdin; SELECT %s;\n1\n\\.\n2\n%s\n\\.\nSELECT %s;\n";

        assertThat(failure(copies.formatted("1", "three", "1")).position().orElseThrow())
                .hasToString("script.sql:5");
        assertThat(failure(copies.formatted("nothing", "3", "1")).position().orElseThrow())
                .hasToString("script.sql:1:58");
        assertThat(failure(copies.formatted("1", "3", "nothing")).position().orElseThrow())
                .hasToString("script.sql:7:8");
    }

    @Test
    void linesMayEndStatements() throws IOException {
        run("\\set SINGLELINE\nINSERT INTO seen VALUES ('a')\nINSERT INTO seen VALUES (\n'b') -- and\n"
                + "\\set SINGLELINE off\nINSERT INTO seen\nVALUES ('c')\n");

        assertThat(seen()).containsExactly("a", "b", "c");
    }

    @Test
    void anEmptyStatementIsNotSentAndMovesNoErrorPlace() throws IOException {
        variables.put("none", "");

        assertThat(failure("SELECT 1;\n:none ;\nSELECT 2 \\; ;\n\\; SELECT 3;\nSELECT nothing();\n")
                        .position()
                        .orElseThrow())
                .hasToString("script.sql:5:8");
        assertThat(refusal("\\; COMMIT;\n")).endsWith("the script contains transaction control: COMMIT");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1;\n-- caf?\nSELECT 2;\n",
                "SELECT 1;\n/* ? */\n",
                "SELECT 1;\n ?\n;",
                "SELECT 1 --?\n;",
                "SELECT '\n?';",
                "\n\\echo ?\n",
                "\\if false\n-- ?\n\\endif\n",
                "\\if false\nSELECT '?\n';\n\\endif\n",
                "SELECT 1\n\\if true \\\\ + '?'\n\\endif\n;"
            })
    void invalidTextIsFoundAnywhereInAScript(String script) throws IOException {
        var invalid = script.getBytes(StandardCharsets.ISO_8859_1);
        var at = script.indexOf('?');
        invalid[at] = (byte) 0xe9;
        Files.write(directory.resolve("script.sql"), invalid);

        var failure = catchThrowableOfType(OpsException.class, this::load);

        assertThat(failure).hasMessage("the byte 0xE9 is not UTF-8");
        var line = script.substring(0, at).split("\n", -1);
        var column = line[line.length - 1].length() + 1;
        assertThat(failure.position().orElseThrow()).hasToString("script.sql:" + line.length + ":" + column);
    }

    @Test
    void conditionsChooseWhatIsRun() throws IOException {
        variables.put("demo", "yes");

        run("""
            \\if :demo
              INSERT INTO seen VALUES ('demo');
              \\if false
                INSERT INTO seen VALUES ('never');
                \\elif :nonsense
              \\elif 1
                INSERT INTO seen VALUES ('nested');
              \\else
                INSERT INTO seen VALUES ('never');
              \\endif
            \\else
              INSERT INTO seen VALUES ('never');
              \\! rm -rf /
            \\endif
            \\if :{?other}
              INSERT INTO seen VALUES ('never');
            \\endif
            """.replace("    \\elif :nonsense\n", ""));

        assertThat(seen()).containsExactly("demo", "nested");
    }

    @Test
    void filesAreIncludedFromTheirPlaces() throws IOException {
        Files.createDirectory(directory.resolve("parts"));
        write("parts/a.sql", "INSERT INTO seen VALUES ('a');\n\\ir b.sql\n\\q\nINSERT INTO seen VALUES ('never');\n");
        write("parts/b.sql", "INSERT INTO seen VALUES ('b')");
        write("c d.sql", "COPY seen FROM stdin;\nc\n\\.\n");

        run("\\i parts/a.sql\n\\include 'c d.sql'\n\\include_relative parts/b.sql\nINSERT INTO seen VALUES ('end');\n");

        assertThat(seen()).containsExactly("a", "b", "c", "b", "end");
    }

    @Test
    void anErrorInAnIncludedFileNamesThatFile() throws IOException {
        write("part.sql", "INSERT INTO seen VALUES ('a');\nINSERT INTO nowhere VALUES (1);\n");

        var failure = failure("SELECT 1;\n\\i part.sql\n");

        assertThat(failure.position().orElseThrow()).hasToString("part.sql:2:13");
        assertThat(failure.position().orElseThrow().lineText()).isEqualTo("INSERT INTO nowhere VALUES (1);");
    }

    @Test
    void circularAndMissingIncludesAreRefusedBeforeAnythingRuns() throws IOException {
        write("a.sql", "\\i b.sql\n");
        write("b.sql", "SELECT 1;\n\\ir a.sql\n");

        assertThat(refusal("\\i a.sql\n"))
                .isEqualTo("b.sql:2:1: a.sql is already being read: the includes form a loop");
        assertThat(refusal("SELECT 1;\n\\i none.sql\n")).isEqualTo("script.sql:2:1: there is no file none.sql");
    }

    @Test
    void echoesAreReportedInOrderAndDisplayCommandsAreIgnored() throws IOException {
        variables.put("who", "you");

        run("\\timing on\n"
                + "\\echo hello :who 'and all'\n"
                + "\\pset pager off\n"
                + "DO $$ BEGIN RAISE NOTICE 'n'; END $$;\n"
                + "\\warn -n bye\n");

        assertThat(listener.heard())
                .containsExactly(
                        "script.sql:1:1 ignored \\timing",
                        "echo hello you and all",
                        "script.sql:3:1 ignored \\pset",
                        "script.sql:4:1 NOTICE n",
                        "echo bye");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "d", "d+", "dS", "dt+", "dtvmsE", "df", "dfnw", "dn", "du", "dx", "dT", "dAc", "dPi", "drds", "dconfig",
                        "dRp",
                "ddp", "dx+", "l", "l+", "list", "z", "zS", "sf", "sf+", "sv", "lo_list", "?", "h", "copyright", "H",
                        "html",
                "C", "T", "encoding"
            })
    void commandsThatOnlyShowSomethingAreIgnored(String command) throws IOException {
        run("INSERT INTO seen VALUES ('a');\n\\" + command + "\nINSERT INTO seen\n\\" + command + "\nVALUES ('b');\n");

        assertThat(seen()).containsExactly("a", "b");
        assertThat(listener.heard())
                .containsExactly("script.sql:2:1 ignored \\" + command, "script.sql:4:1 ignored \\" + command);
    }

    @Test
    void aStatementMayBeDiscarded() throws IOException {
        run("INSERT INTO seen VALUES ('a') \\r\nINSERT INTO seen VALUES ('b');\nINSERT INTO seen VALUES ('c')\n"
                + "\\reset\n\\g\nSELECT 1 \\gdesc\nINSERT INTO seen VALUES ('d') \\g (format=csv tuples_only=on)\n");

        assertThat(seen()).containsExactly("b", "d");
    }

    @Test
    void aScriptHasItsOwnDirectoryAndEnvironment() throws IOException {
        Files.createDirectories(directory.resolve("sub"));
        write("sub/rows.txt", "copied\n");
        write("sub/more.sql", "INSERT INTO seen VALUES ('included');\n");
        write("sub/deeper.sql", "\\ir more.sql\n");
        environment.put("HOME", directory.toString());

        run("\\cd sub\n\\copy seen from rows.txt\n\\i more.sql\n\\cd ..;\n\\ir sub/deeper.sql\n\\i ~/sub/more.sql\n"
                + "\\copy seen from '~/sub/rows.txt'\n\\cd ~/sub\n\\cd\n\\i sub/more.sql\n"
                + "\\getenv home HOME\n\\setenv OWN 'a b'\n\\getenv own OWN\n\\setenv OWN\n\\getenv own OWN\n"
                + "\\getenv none NO_SUCH_VARIABLE\nINSERT INTO seen VALUES (:'home'), (:'own'), (:{?none}::text);\n");

        assertThat(seen())
                .containsExactly(
                        "copied",
                        "included",
                        "included",
                        "included",
                        "copied",
                        "included",
                        directory.toString(),
                        "a b",
                        "false");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\\copy seen from stdin",
                "\\COPY seen (value) FROM STDIN;",
                "\\copy seen from stdin (format csv)"
            })
    void theDataOfACopyCommandMayFollowIt(String command) throws IOException {
        run(command + "\none\ntwo\n\\.\nINSERT INTO seen VALUES ('three');\n");

        assertThat(seen()).containsExactly("one", "two", "three");
    }

    @Test
    void statementsMayEndInGoAndBeJoinedBySemicolons() throws IOException {
        run("INSERT INTO seen VALUES ('g') \\g\n"
                + "INSERT INTO seen VALUES ('1') \\; INSERT INTO seen VALUES ('2');\n"
                + "INSERT INTO seen VALUES ('gx')\n\\gx\n"
                + "\\set a 1 \\\\ INSERT INTO seen VALUES ('behind');\n");

        assertThat(seen()).containsExactly("g", "1", "2", "gx", "behind");
    }

    @Test
    void anErrorAfterJoinedStatementsHasItsPlace() throws IOException {
        var failure = failure("SELECT 1 \\; SELECT 2;\nSELECT 3;\nSELECT nothing;\n");

        assertThat(failure.position().orElseThrow()).hasToString("script.sql:3:8");
    }

    @Test
    void anErrorAfterAVariableHasItsPlace() throws IOException {
        variables.put("long", "'a value that is much longer than its name'");

        var failure = failure("SELECT 1,\n  :long, nothing;\n");

        assertThat(failure.position().orElseThrow()).hasToString("script.sql:2:10");
    }

    @Test
    void gexecRunsEachCellOfTheResult() throws IOException {
        run("SELECT format('INSERT INTO seen VALUES (%L)', n), NULL FROM generate_series(1, 3) n\n\\gexec\n");

        assertThat(seen()).containsExactly("1", "2", "3");
    }

    @Test
    void theQueryOfGexecAndItsResultsMayFailAndSendNotices() throws IOException {
        server.execute(target.database(), """
            CREATE FUNCTION say(text) RETURNS text LANGUAGE plpgsql AS
            'BEGIN RAISE NOTICE ''%'', $1; RETURN ''SELECT '' || $1; END';
            """);

        assertThat(failure("SELECT 1;\nSELECT 'a',\n  nothing \\gexec\n")
                        .position()
                        .orElseThrow())
                .hasToString("script.sql:3:3");
        assertThat(failure("SELECT 1;\nSELECT 'SELECT nothing' \\gexec\n")
                        .position()
                        .orElseThrow())
                .hasToString("script.sql:2:1");
        mode = Mode.CONTINUE;
        var result = run("SELECT nothing \\gexec\nSELECT say('1'), say('nothing') \\gexec\nSELECT 1;\n");

        assertThat(listener.heard())
                .containsExactly(
                        "script.sql:1:8 failed: column \"nothing\" does not exist",
                        "script.sql:2:1 NOTICE 1",
                        "script.sql:2:1 NOTICE nothing",
                        "script.sql:2:1 failed: column \"nothing\" does not exist");
        assertThat(result).isEqualTo(new ScriptResult(3, 0, 2, 2, 0));
    }

    @Test
    void theResultOfGexecMayNotEndTheTransaction() throws IOException {
        assertThat(refusal("INSERT INTO seen VALUES ('a');\nSELECT 'COMMIT' \\gexec\n"))
                .isEqualTo("script.sql:2:1: the result of \\gexec contains transaction control: COMMIT; nothing was"
                        + " changed");
        assertThat(seen()).isEmpty();
    }

    @Test
    void joinedStatementsAreCheckedToo() throws IOException {
        assertThat(refusal("INSERT INTO seen VALUES ('a') \\; COMMIT;\n"))
                .isEqualTo("script.sql:1:1: the script contains transaction control: COMMIT");
        assertThat(refusal("SELECT 1 \\; SELECT 2 \\; VACUUM seen;\n"))
                .isEqualTo("script.sql:1:1: VACUUM cannot run inside a transaction");
        write("script.sql", "SELECT 1 \\; DROP TABLE seen;\n");
        try (var source = InputFile.ofFile(directory.resolve("script.sql"), "script.sql")) {
            assertThat(ScriptOutline.of(source, ScriptOptions.defaults(directory, new TargetSession(target)))
                            .destructive())
                    .extracting(ScriptOutline.Destructive::kind)
                    .containsExactly("DROP TABLE");
        }
    }

    @Test
    void aPreparedStatementIsNamedAsTheObjectOfPrepare() throws IOException {
        write("script.sql", "PREPARE plan AS DELETE FROM seen;\n");
        try (var source = InputFile.ofFile(directory.resolve("script.sql"), "script.sql")) {
            assertThat(ScriptOutline.of(source, ScriptOptions.defaults(directory, new TargetSession(target)))
                            .destructive())
                    .extracting(statement -> statement.kind() + " " + statement.object())
                    .containsExactly("PREPARE plan");
        }
    }

    @Test
    void copyTakesItsDataFromAFile() throws IOException {
        write("rows.csv", "value\n\"a\nb\"\nc\n");
        write("rows.txt", "d\ne\n");

        run("\\copy seen (value) from 'rows.csv' with (format csv, header)\n\\copy seen from rows.txt\n");

        assertThat(seen()).containsExactly("a\nb", "c", "d", "e");
    }

    @Test
    void aBadRowOfACopiedFileNamesThatFile() throws IOException {
        server.execute(target.database(), "CREATE TABLE numbers (n int)");
        write("rows.txt", "1\ntwo\n");

        var failure = failure("\\copy numbers from rows.txt\n");

        assertThat(failure.position().orElseThrow().toString()).endsWith("rows.txt:2");
        assertThat(failure.position().orElseThrow().lineText()).isEqualTo("two");
    }

    @Test
    void restrictedDumpsAreLoadedAndOtherCommandsInThemAreRefused() throws IOException {
        run("\\restrict abc123\nINSERT INTO seen VALUES ('dump');\n\\unrestrict abc123\n\\echo done\n");
        assertThat(seen()).containsExactly("dump");

        assertThat(refusal("\\restrict abc\n\\echo x\n\\unrestrict abc\n"))
                .isEqualTo("script.sql:2:1: \\echo is between \\restrict and \\unrestrict, where no command may");
        assertThat(refusal("\\restrict abc\nSELECT 1;\n\\unrestrict xyz\n"))
                .isEqualTo("script.sql:3:1: the keys of \\unrestrict and \\restrict differ");
    }

    @Test
    void aScriptIsReadInItsOwnEncoding() throws IOException {
        Files.write(
                directory.resolve("script.sql"),
                "\\encoding LATIN1\nINSERT INTO seen VALUES ('é');\nCOPY seen FROM stdin;\nü\n\\.\nSET client_encoding = 'UTF8';\n"
                        .getBytes(StandardCharsets.ISO_8859_1));
        load();
        Files.write(
                directory.resolve("script.sql"),
                "SET client_encoding = 'WIN1252';\nINSERT INTO seen VALUES ('€');\nRESET client_encoding;\n"
                        .getBytes("windows-1252"));
        load();

        assertThat(seen()).containsExactly("é", "ü", "€");
        assertThat(refusal("\\encoding SJIS\n")).isEqualTo("script.sql:1:1: the encoding SJIS is not supported");
    }

    @Test
    void gzipIsRecognisedByItsContent() throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write("INSERT INTO seen VALUES ('zipped');\nINSERT INTO nowhere VALUES (1);\n"
                    .getBytes(StandardCharsets.UTF_8));
        }
        Files.write(directory.resolve("script.sql"), bytes.toByteArray());

        var failure = catchThrowableOfType(OpsException.class, this::load);

        assertThat(failure.position().orElseThrow()).hasToString("script.sql:2:13");
        assertThat(failure.position().orElseThrow().lineText()).isEqualTo("INSERT INTO nowhere VALUES (1);");
    }

    static Stream<Arguments> refusedCommands() {
        return Stream.of(
                Arguments.of("\\! ls", "\\! runs a shell command"),
                Arguments.of("\\set a `ls`", "backquotes run a shell command"),
                Arguments.of("SELECT 1 AS a \\gset a b", "\\gset requires at most one argument"),
                Arguments.of("SELECT 1 \\g out.txt", "\\g with a file or a pipe is not supported"),
                Arguments.of("SELECT 1 \\g (format=csv) out.txt", "\\g with a file or a pipe is not supported"),
                Arguments.of("SELECT 1 \\g | (cat)", "\\g with a file or a pipe is not supported"),
                Arguments.of("\\cd nowhere", "there is no directory "),
                Arguments.of("\\getenv a", "\\getenv requires a variable"),
                Arguments.of("\\setenv", "\\setenv requires the name"),
                Arguments.of("\\dz", "psql's command \\dz is not supported"),
                Arguments.of("\\I f", "psql's command \\I is not supported"),
                Arguments.of("\\connect other", "the script connects to another database, \"other\""),
                Arguments.of("\\c - someone", "\\connect to another user or host is not supported"),
                Arguments.of("\\copy seen to 'x'", "\\copy with TO or a query exports data"),
                Arguments.of("\\copy (select 1) to 'x'", "\\copy with TO or a query exports data"),
                Arguments.of("\\copy seen from program 'ls'", "\\copy from program is not supported"),
                Arguments.of("\\copy seen from 'none.csv'", "there is no file "),
                Arguments.of("\\watch 1", "psql's command \\watch is not supported"),
                Arguments.of("\\password", "psql's command \\password is not supported"),
                Arguments.of("\\if maybe", "\\if requires true or false"),
                Arguments.of("\\if true", "\\if has no \\endif"),
                Arguments.of("\\endif", "\\endif has no \\if"),
                Arguments.of("\\if 1\n\\else\n\\else\n\\endif", "\\else follows \\else"),
                Arguments.of("\\unrestrict x", "\\unrestrict has no \\restrict before it"),
                Arguments.of("\\i", "\\i requires one argument"),
                Arguments.of("\\set a-b c", "\"a-b\" is not a valid variable name"),
                Arguments.of(
                        "\\restrict a\nSELECT 1 \\g\n\\unrestrict a", "\\g is between \\restrict and \\unrestrict"),
                Arguments.of("-- a\0b", "the SQL contains a NUL byte"),
                Arguments.of("COPY seen TO STDOUT", "COPY ... TO STDOUT has no output"),
                Arguments.of("SELECT 1 \\; COPY seen FROM stdin;\n1\n\\.", "a COPY ... FROM stdin is joined to"),
                Arguments.of("COPY seen FROM stdin \\; SELECT 1;\n1\n\\.", "a COPY ... FROM stdin is joined"),
                Arguments.of(
                        "\\set a '1 + :b'\n\\set b :a\n\\set b ':a'\nSELECT :a", "the variable a refers to itself"),
                Arguments.of("\\set a '-- b'\nSELECT 1 :a ; SELECT 2;", "the value of a variable ends in a comment"),
                Arguments.of("SELECT :ROW_COUNT", "psql's variable ROW_COUNT depends on results"),
                Arguments.of("\\echo :VERSION", "psql's variable VERSION is the version of psql"),
                Arguments.of("\\set SINGLELINE maybe", "psql's variable SINGLELINE must be on or off, not \"maybe\""),
                Arguments.of("\\restrict a\n\\if true\n\\endif\n\\unrestrict a", "\\if is between"),
                Arguments.of("SET datestyle = 'German'", "a DateStyle other than ISO is not supported"),
                Arguments.of("SET SESSION DateStyle TO sql, dmy", "a DateStyle other than ISO is not supported"),
                Arguments.of("SELECT set_config('DateStyle', 'German', false)", "a DateStyle other than ISO"));
    }

    @ParameterizedTest
    @MethodSource("refusedCommands")
    void unsupportedSyntaxIsRefusedBeforeAnythingRuns(String script, String reason) throws IOException {
        assertThat(refusal("INSERT INTO seen VALUES ('ran');\n" + script + "\n"))
                .contains(reason);
        assertThat(seen()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "BEGIN|the script contains transaction control: BEGIN",
                "CREATE INDEX CONCURRENTLY i ON seen (value)|CREATE INDEX cannot run inside a transaction",
                "CREATE UNIQUE INDEX CONCURRENTLY i ON seen (value)|CREATE INDEX cannot run inside a transaction",
                "DROP INDEX CONCURRENTLY i|DROP INDEX cannot run inside a transaction",
                "REINDEX TABLE CONCURRENTLY seen|REINDEX cannot run inside a transaction",
                "REINDEX (VERBOSE) DATABASE x|REINDEX cannot run inside a transaction",
                "VACUUM seen|VACUUM cannot run inside a transaction",
                "CREATE DATABASE x|CREATE DATABASE cannot run inside a transaction",
                "DROP DATABASE x|DROP DATABASE cannot run inside a transaction",
                "CREATE TABLESPACE t LOCATION '/x'|CREATE TABLESPACE cannot run inside a transaction",
                "ALTER SYSTEM SET work_mem = '1MB'|ALTER SYSTEM cannot run inside a transaction",
                "ALTER DATABASE x SET TABLESPACE y|ALTER DATABASE cannot run inside a transaction",
                "ALTER TABLE a DETACH PARTITION b CONCURRENTLY|ALTER TABLE cannot run inside a transaction",
                "CREATE SUBSCRIPTION s CONNECTION '' PUBLICATION p|CREATE SUBSCRIPTION cannot run inside a transaction",
                "CLUSTER|CLUSTER cannot run inside a transaction"
            })
    void aStatementThatCannotRunInATransactionIsRefusedBeforeAnythingRuns(String statement, String reason)
            throws IOException {
        assertThat(refusal("INSERT INTO seen VALUES ('ran');\n" + statement + ";\n"))
                .isEqualTo("script.sql:2:1: " + reason);
        assertThat(seen()).isEmpty();
    }

    @Test
    void anIsoDateStyleAndTheEncodingUtf8CanBeSet() throws IOException {
        run("""
            SET datestyle = DMY;
            SET DateStyle = 'ISO, DMY';
            SELECT set_config('client_encoding', 'UTF8', false), set_config('DateStyle', 'iso, dmy', false);
            INSERT INTO seen VALUES ('31/12/2024'::date::text);
            SET DateStyle TO DEFAULT;
            """);

        assertThat(seen()).containsExactly("2024-12-31");
    }

    @Test
    void aSettingThatMakesTheDriverEndTheSessionIsNamed() throws IOException {
        var style = failure("INSERT INTO seen VALUES ('a');\nDO $$BEGIN SET DateStyle = German; END$$;\nSELECT 1;\n");

        assertThat(style.position().orElseThrow()).hasToString("script.sql:1:1");
        assertThat(style)
                .hasMessage("a statement from here to script.sql:3:1 set DateStyle to German, DMY, so the"
                        + " driver ended the session; nothing was changed");
        assertThat(style.hint())
                .hasValue("use SET DateStyle = 'ISO, DMY', which reads the same dates as German and SQL, DMY");
        assertThat(seen()).isEmpty();
    }

    @Test
    void theServerSaysWhetherANewEnumValueIsUsedTooEarly() throws IOException {
        server.execute(target.database(), "CREATE TYPE mood AS ENUM ('sad')");

        var failure = failure("ALTER TYPE mood ADD VALUE 'happy';\nINSERT INTO seen VALUES ('happy'::mood::text);\n");
        assertThat(failure.position().orElseThrow()).hasToString("script.sql:2:26");
        assertThat(failure).hasMessage("unsafe use of new value \"happy\" of enum type mood; nothing was changed");
        assertThat(failure.hint().orElseThrow()).contains("--no-transaction");
        run("ALTER TYPE mood ADD VALUE 'happy';\nINSERT INTO seen VALUES ('happy');\n");
        run("CREATE TYPE m AS ENUM ('a');\nALTER TYPE m ADD VALUE 'b';\nINSERT INTO seen VALUES ('b'::m::text);\n");
        assertThat(seen()).containsExactly("happy", "b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE FUNCTION f(index int, concurrently int) RETURNS int LANGUAGE sql AS 'SELECT 1'",
                "CREATE TABLE t (index int, database int, schema int)",
                "CREATE TABLE t (index int, \"concurrently\" int); DROP TABLE t",
                "CREATE TABLE schema (i int PRIMARY KEY); REINDEX TABLE schema",
                "CREATE TABLE t (detach int, partition int); ALTER TABLE t RENAME detach TO \"concurrently\"",
                "CREATE INDEX \"concurrently\" ON seen (value); REINDEX (VERBOSE, CONCURRENTLY off) INDEX"
                        + " \"concurrently\""
            })
    void wordsThatAreOnlyNamesAreNotRefused(String statements) throws IOException {
        run(statements + ";\nINSERT INTO seen VALUES ('ran');\n");

        assertThat(seen()).containsExactly("ran");
    }

    @Test
    void aSemicolonMayFollowACommand() throws IOException {
        write("included.sql", "INSERT INTO seen VALUES ('included');\n");
        write("odd;.sql", "INSERT INTO seen VALUES ('odd');\n");
        write("rows.txt", "copied\n");

        run("\\i included.sql;\n\\ir included.sql ;\n\\i 'odd;.sql';;\n\\copy seen from rows.txt;\n"
                + "\\copy seen from 'rows.txt';\n\\c %s;\n\\encoding UTF8;\n".formatted(target.database()));

        assertThat(seen()).containsExactly("included", "included", "odd", "copied", "copied");
    }

    @Test
    void aTableOfACopyMayHaveAnyName() throws IOException {
        server.execute(target.database(), """
            CREATE TABLE valid_from ("from" text, to_from text);
            CREATE TABLE "a from ""b" (from_to text);
            CREATE SCHEMA from_schema CREATE TABLE \"from\" (c text);
            """);
        write("it's.txt", "1\n");
        write("two.txt", "1\t2\n");

        run("\\copy valid_from from 'two.txt'\n"
                + "\\copy valid_from(\"from\",to_from)FROM 'two.txt'\n"
                + "\\copy \"a from \"\"b\" from 'it''s.txt' (format text)\n"
                + "\\copy from_schema . \"from\" ( c ) From 'it''s.txt' with null 'x';\n");

        assertThat(server.rows(target.database(), """
            SELECT "from" || to_from FROM valid_from UNION ALL SELECT from_to FROM "a from ""b"
            UNION ALL SELECT c FROM from_schema."from"
            """)).containsExactly("12", "12", "1", "1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\\c",
                "\\connect",
                "\\c -",
                "\\c %s",
                "\\c \"%s\";",
                "\\c - %u",
                "\\c %s %u - -",
                "\\c %s %u %h %p",
                "\\c \"dbname='%s'\""
            })
    void aConnectToTheCurrentDatabaseIsIgnored(String command) throws IOException {
        var host = target.hosts().getFirst();
        run("INSERT INTO seen VALUES ('one');\n"
                + command.replace("%s", target.database())
                        .replace("%u", target.user())
                        .replace("%h", host.host())
                        .replace("%p", Integer.toString(host.port()))
                + "\nINSERT INTO seen VALUES ('two');\n");

        assertThat(seen()).containsExactly("one", "two");
        assertThat(listener.heard()).singleElement().asString().startsWith("script.sql:2:1 ignored \\c");
    }

    @Test
    void aDatabaseWithQuotesInItsNameCanBeConnectedTo() throws IOException {
        var name = target.database() + " \"quoted\"";
        server.execute(target.database(), "CREATE DATABASE \"%s\"".formatted(name.replace("\"", "\"\"")));
        mode = Mode.STATEMENTS;
        allowConnect = true;

        run("\\c \"%s\"\nCREATE TABLE reached ();\n\\c -\n\\c %s\nINSERT INTO seen VALUES ('back');\n"
                .formatted(name.replace("\"", "\"\""), target.database()));

        assertThat(server.rows(name, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"))
                .containsExactly("reached");
        assertThat(seen()).containsExactly("back");
        server.execute(target.database(), "DROP DATABASE \"%s\"".formatted(name.replace("\"", "\"\"")));
    }

    @Test
    void withoutATransactionItStopsAtTheFirstErrorAndSaysHowToContinue() throws IOException {
        mode = Mode.STATEMENTS;
        var script = """
            CREATE INDEX CONCURRENTLY i ON seen (value);
            INSERT INTO seen VALUES ('one');
            INSERT INTO nowhere VALUES ('two');
            INSERT INTO seen VALUES ('three');
            """;

        var failure = failure(script);

        assertThat(failure)
                .hasMessage("relation \"nowhere\" does not exist; the 2 statement(s) before it were executed");
        assertThat(failure.hint().orElseThrow()).endsWith("; fix it, then continue with --from-line 3");
        assertThat(seen()).containsExactly("one");

        fromLine = 3;
        run(script.replace("nowhere", "seen"));
        assertThat(seen()).containsExactly("one", "two", "three");
    }

    @Test
    void itContinuesAtTheFailedStatementNotAtTheLineOfItsError() throws IOException {
        mode = Mode.STATEMENTS;

        assertThat(failure("SELECT 1;\nINSERT INTO seen\nVALUES (\n  nothing);\n")
                        .hint()
                        .orElseThrow())
                .endsWith("; fix it, then continue with --from-line 2");
        server.execute(target.database(), "CREATE TABLE number (value int)");
        var copy = failure("SELECT 1;\nCOPY number FROM stdin;\n1\nx\n\\.\n");
        assertThat(copy.position().orElseThrow()).hasToString("script.sql:4");
        assertThat(copy.hint().orElseThrow()).endsWith("; fix it, then continue with --from-line 2");

        fromLine = 2;
        run("SELECT 1;\nCOPY number FROM stdin;\n1\n2\n\\.\n");
        assertThat(server.rows(target.database(), "SELECT value FROM number")).containsExactly("1", "2");
    }

    @Test
    void itContinuesAtTheBeginOfATransactionThatWasRolledBack() throws IOException {
        mode = Mode.STATEMENTS;
        var script = """
            INSERT INTO seen VALUES ('before');
            BEGIN;
            INSERT INTO seen VALUES ('within');
            INSERT INTO nowhere VALUES ('two');
            COMMIT;
            """;

        var failure = failure(script);

        assertThat(failure)
                .hasMessage("relation \"nowhere\" does not exist; what it did since script.sql:2:1 was rolled back;"
                        + " the 1 statement(s) before it were executed");
        assertThat(failure.hint().orElseThrow()).endsWith("; fix it, then continue with --from-line 2");
        assertThat(seen()).containsExactly("before");

        fromLine = 2;
        run(script.replace("nowhere", "seen"));
        assertThat(seen()).containsExactly("before", "within", "two");
    }

    @Test
    void aTransactionThatIsNeverEndedIsAFailure() throws IOException {
        mode = Mode.STATEMENTS;

        var failure = failure("INSERT INTO seen VALUES ('before');\nBEGIN;\nINSERT INTO seen VALUES ('lost');\n");

        assertThat(failure.position().orElseThrow()).hasToString("script.sql:2:1");
        assertThat(failure)
                .hasMessage("the script begins a transaction and never ends it; what it did since script.sql:2:1"
                        + " was rolled back; the 1 statement(s) before it were executed");
        assertThat(failure.hint()).hasValue("add its COMMIT; fix it, then continue with --from-line 2");
        assertThat(seen()).containsExactly("before");
        allowConnect = true;
        assertThat(failure("BEGIN;\n\\connect postgres\nCOMMIT;\n"))
                .hasMessageStartingWith("the script begins a transaction and never ends it");
    }

    @Test
    void includesBeforeTheFirstLineAreSkippedExceptForTheirSettings() throws IOException {
        server.execute(target.database(), "CREATE SCHEMA other; CREATE TABLE other.seen (value text)");
        write("settings.sql", "SET search_path = other;\n");
        write("part.sql", "\\i settings.sql\nINSERT INTO seen VALUES ('included');\n");
        mode = Mode.STATEMENTS;
        fromLine = 3;

        run("SELECT 1;\n\\i part.sql\nINSERT INTO seen VALUES ('in other');\n");

        assertThat(server.rows(target.database(), "SELECT value FROM other.seen"))
                .containsExactly("in other");
        fromLine = 2;
        run("SELECT 1;\n\\i part.sql\n");
        assertThat(server.rows(target.database(), "SELECT value FROM other.seen"))
                .containsExactly("in other", "included");
    }

    @Test
    void settingsBeforeTheFirstLineStillApply() throws IOException {
        server.execute(target.database(), "CREATE SCHEMA other; CREATE TABLE other.seen (value text)");
        mode = Mode.STATEMENTS;
        fromLine = 5;

        run("SET search_path = other;\nCOPY seen FROM stdin;\nskipped\n\\.\nINSERT INTO seen VALUES ('in other');\n");

        assertThat(server.rows(target.database(), "SELECT value FROM other.seen"))
                .containsExactly("in other");
    }

    @Test
    void aScriptMayKeepItsOwnTransactions() throws IOException {
        mode = Mode.STATEMENTS;

        run("BEGIN;\n"
                + "INSERT INTO seen VALUES ('kept');\n"
                + "COMMIT;\n"
                + "BEGIN;\n"
                + "INSERT INTO seen VALUES ('lost');\n"
                + "ROLLBACK;\n");

        assertThat(seen()).containsExactly("kept");
    }

    @Test
    void largeObjectsInADumpArePartOfTheOneTransaction() throws IOException {
        var objects = """
            SELECT pg_catalog.lo_create('16500');
            SELECT pg_catalog.lo_create('16501');
            BEGIN;

            SELECT pg_catalog.lo_open('16500', 131072);
            SELECT pg_catalog.lowrite(0, '\\x6f6e65');
            SELECT pg_catalog.lowrite(0, '\\x21');
            SELECT pg_catalog.lo_close(0);

            SELECT pg_catalog.lo_open('16501', 131072);
            SELECT pg_catalog.lo_close(0);

            COMMIT;
            INSERT INTO seen VALUES (convert_from(lo_get(16500), 'UTF8')), (lo_get(16501)::text);
            """;

        var failure = failure(objects + "INSERT INTO nowhere VALUES (1);\n");
        assertThat(failure).hasMessage("relation \"nowhere\" does not exist; nothing was changed");
        assertThat(server.rows(target.database(), "SELECT oid FROM pg_largeobject_metadata"))
                .isEmpty();

        assertThat(run(objects)).isEqualTo(new ScriptResult(9, 2, 0, 0, 0));
        assertThat(seen()).containsExactly("one!", "\\x");
        assertThat(listener.heard()).containsExactly("script.sql:3:1 joined", "script.sql:3:1 joined");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "BEGIN;\nCOMMIT;\n",
                "BEGIN;\nINSERT INTO seen VALUES ('ran');\nCOMMIT;\n",
                "BEGIN;\nOPEN\nINSERT INTO seen VALUES ('ran');\nCLOSE\nCOMMIT;\n",
                "BEGIN;\nOPEN\nCLOSE\nINSERT INTO seen VALUES ('ran');\nCOMMIT;\n",
                "BEGIN;\nOPEN\nCOMMIT;\n",
                "BEGIN;\nOPEN\nCLOSE\n",
                "BEGIN;\nOPEN\nCLOSE\nROLLBACK;\n",
                "BEGIN;\nOPEN\nCLOSE\nSAVEPOINT a;\nCOMMIT;\n",
                "BEGIN;\nOPEN\nCLOSE\n\\echo here\nCOMMIT;\n",
                "BEGIN;\nOPEN\nSELECT pg_catalog.lowrite(0, 'a'), nextval('s');\nCLOSE\nCOMMIT;\n",
                "BEGIN ISOLATION LEVEL SERIALIZABLE;\nOPEN\nCLOSE\nCOMMIT;\n",
                "SELECT lo_open(1, 1);\nBEGIN;\nOPEN\nCLOSE\nCOMMIT;\n",
                "BEGIN;\nOPEN\nCLOSE\nCOMMIT;\nBEGIN;\n"
            })
    void everyOtherTransactionOfAScriptIsRefused(String script) throws IOException {
        var text = script.replace("OPEN", "SELECT pg_catalog.lo_open('1', 131072);")
                .replace("CLOSE", "SELECT pg_catalog.lo_close(0);");

        assertThat(refusal("INSERT INTO seen VALUES ('ran');\n" + text))
                .endsWith(": the script contains transaction control: BEGIN");
        assertThat(seen()).isEmpty();
    }

    @Test
    void noticesOfTriggersDuringACopyAndAtTheCommitAreReported() throws IOException {
        server.execute(target.database(), """
            CREATE FUNCTION speak() RETURNS trigger LANGUAGE plpgsql AS
            $$BEGIN IF NEW.value = 'b' THEN RAISE WARNING '%', NEW.value; ELSE RAISE NOTICE '%', NEW.value; END IF;
            RETURN NEW; END$$;
            CREATE TRIGGER at_once BEFORE INSERT ON seen FOR EACH ROW EXECUTE FUNCTION speak();
            CREATE TABLE late (value text);
            CREATE CONSTRAINT TRIGGER at_commit AFTER INSERT ON late DEFERRABLE INITIALLY DEFERRED
            FOR EACH ROW EXECUTE FUNCTION speak();
            """);

        var result = run("COPY seen FROM stdin;\na\nb\n\\.\nINSERT INTO late VALUES ('c');\n");

        assertThat(listener.heard())
                .containsExactly("script.sql:2 NOTICE a", "script.sql:3 WARNING b", "script.sql:5:1 NOTICE c");
        assertThat(result).isEqualTo(new ScriptResult(2, 3, 0, 2, 1));
    }

    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aTriggerWithANoticePerRowDoesNotBlockACopy() throws IOException {
        speakOfEachRow();
        var rows = 40_000;

        var result = run("COPY seen FROM stdin;\n" + (ROW + "\n").repeat(rows) + "\\.\n");

        assertThat(result).isEqualTo(new ScriptResult(1, rows, 0, rows, 0));
        assertThat(listener.heard()).hasSize(rows).last().isEqualTo("script.sql:40001 NOTICE " + ROW.repeat(10));
    }

    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aFloodOfNoticesEndsTheCopyAndIsNamed() throws IOException {
        speakOfEachRow();

        var failure = failure("COPY seen FROM stdin;\n" + (ROW + "\n").repeat(400_000) + "\\.\n");

        assertThat(failure.position().orElseThrow()).hasToString("script.sql:1:1");
        assertThat(failure)
                .hasMessage("more than 64 MB of notices arrived while data was sent, and the session was ended; nothing"
                        + " was changed");
        assertThat(failure.hint()).hasValue("to suppress the notices, SET client_min_messages = error before the data");
        assertThat(seen()).isEmpty();
    }

    private void speakOfEachRow() {
        server.execute(target.database(), """
            CREATE FUNCTION speak() RETURNS trigger LANGUAGE plpgsql AS
            $$BEGIN RAISE NOTICE '%', repeat(NEW.value, 10); RETURN NEW; END$$;
            CREATE TRIGGER at_once BEFORE INSERT ON seen FOR EACH ROW EXECUTE FUNCTION speak();
            """);
    }

    @Test
    void errorsMayBeSkipped() throws IOException {
        mode = Mode.CONTINUE;

        var result = run("INSERT INTO seen VALUES ('one');\nINSERT INTO nowhere VALUES (1);\n"
                + "COPY seen FROM stdin;\na\tb\n\\.\nINSERT INTO seen VALUES ('two');\n");

        assertThat(result).isEqualTo(new ScriptResult(2, 2, 2, 0, 0));
        assertThat(listener.heard())
                .containsExactly(
                        "script.sql:2:13 failed: relation \"nowhere\" does not exist",
                        "script.sql:4 failed: extra data after last expected column");
        assertThat(seen()).containsExactly("one", "two");
    }

    /** The data must not be read as SQL: each of these would swallow the rest of the script. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "COPY nowhere FROM stdin;",
                "COPY seen (none) FROM stdin;",
                "COPY seen FROM stdin WITH (FORMAT nothing);",
                "COPY seen FROM stdin WHERE",
                "BEGIN; SELECT nothing; COPY seen FROM stdin;",
                "\\copy nowhere from stdin",
                "COPY seen FROM stdin; -- refused at its first line\na\tb"
            })
    void theDataOfARefusedCopyIsSkipped(String copy) throws IOException {
        mode = Mode.CONTINUE;

        run(copy.replace("WHERE", "WHERE nothing;") + "\nit's (\n$$ /* \" it's\n" + "1\n".repeat(1_000_000)
                + "\\.\nROLLBACK;\nINSERT INTO seen VALUES ('after');\n");

        assertThat(seen()).containsExactly("after");
        assertThat(listener.heard())
                .anyMatch(event -> event.startsWith("script.sql:1") || event.startsWith("script.sql:2"));
    }

    @Test
    void aScriptMayStopAtErrorsFromAPlaceOn() throws IOException {
        mode = Mode.CONTINUE;

        var failure = failure("SELECT one;\n\\set ON_ERROR_STOP 1\nINSERT INTO seen VALUES ('a');\n"
                + "\\set ON_ERROR_STOP off\nSELECT two;\n\\set ON_ERROR_STOP\n\\unset ON_ERROR_STOP\nSELECT three;\n"
                + "\\set ON_ERROR_STOP true\nCOPY nowhere FROM stdin;\n1\n\\.\nINSERT INTO seen VALUES ('b');\n");

        assertThat(failure.position().orElseThrow()).hasToString("script.sql:10:1");
        assertThat(failure.hint().orElseThrow()).contains("--from-line 10");
        assertThat(listener.heard()).hasSize(3);
        assertThat(seen()).containsExactly("a");
        variables.put("ON_ERROR_STOP", "1");
        assertThat(failure("SELECT one;\nSELECT two;\n").position().orElseThrow())
                .hasToString("script.sql:1:8");
    }

    @Test
    void aCheckRunsEverythingAndLeavesNothing() throws IOException {
        mode = Mode.CHECK;

        assertThat(run("INSERT INTO seen VALUES ('one');\n")).isEqualTo(new ScriptResult(1, 1, 0, 0, 0));
        assertThat(failure("INSERT INTO nowhere VALUES (1);\n")).hasMessageContaining("does not exist");
        assertThat(seen()).isEmpty();
    }

    @Test
    void aScriptMayConnectToAnotherDatabaseIfAllowed() throws IOException {
        var other = server.newDatabase();
        mode = Mode.STATEMENTS;
        allowConnect = true;

        run(
                "\\connect -reuse-previous=on \"dbname='%s'\"\nCREATE TABLE reached ();\n\\c %s\nINSERT INTO seen VALUES ('back');\n"
                        .formatted(other.database(), target.database()));

        assertThat(server.rows(other.database(), "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"))
                .containsExactly("reached");
        assertThat(seen()).containsExactly("back");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "csv", "header"})
    void theFormsOfInlineCopyAreRead(String form) throws IOException {
        run(
                switch (form) {
                    case "text" -> "COPY public.seen (\"value\") FROM stdin;\n\\N\na\\nb\n\\\\.\n\n\\.\n";
                    case "csv" -> "COPY seen FROM stdin CSV QUOTE '''';\n\n'a\nb'\n\\.\n".replace(";\n\n", ";\n\"\"\n");
                    default -> "COPY seen FROM STDIN WITH (FORMAT csv, HEADER true);\r\nvalue\r\na\r\n\\.\r\n";
                });

        assertThat(seen())
                .isEqualTo(
                        switch (form) {
                            case "text" -> java.util.Arrays.asList("null", "a\nb", "\\.", "");
                            case "csv" -> List.of("\"\"", "a\nb");
                            default -> List.of("a");
                        });
    }

    private ScriptResult run(String script) throws IOException {
        write("script.sql", script);
        return load();
    }

    private ScriptResult load() {
        var options = new ScriptOptions(
                mode, variables, directory, allowConnect, fromLine, new TargetSession(target, environment));
        try (var source = InputFile.ofFile(directory.resolve("script.sql"), "script.sql");
                var database = Database.connect(target)) {
            ScriptOutline.of(source, options);
            return new ScriptRunner(database, name -> Database.connect(target.withDatabase(name)), listener)
                    .run(source, options);
        }
    }

    private OpsException failure(String script) throws IOException {
        write("script.sql", script);
        return catchThrowableOfType(OpsException.class, this::load);
    }

    private String refusal(String script) throws IOException {
        var failure = failure(script);
        assertThat(failure).isNotNull();
        assertThat(failure.kind()).isEqualTo(OpsException.Kind.USAGE);
        assertThat(failure.hint()).isPresent();
        return failure.position().orElseThrow() + ": " + failure.getMessage();
    }

    private List<String> seen() {
        return server.rows(target.database(), "SELECT value FROM seen");
    }

    private void write(String file, String text) throws IOException {
        Files.writeString(directory.resolve(file), text);
    }
}
