package dev.dbops.cli.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.cli.Cli;
import dev.dbops.table.Screen;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.ConnectionUrl;
import dev.dbops.testing.TestServer;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompareTest {
    @TempDir
    private Path directory;

    private final TestServer server = TestServer.carried();
    private ConnectionTarget source;
    private ConnectionTarget target;
    private Cli cli;

    @BeforeEach
    void twoEqualDatabases() {
        source = server.newDatabase();
        target = server.newDatabase();
        both("CREATE TABLE users (id int PRIMARY KEY, name text); INSERT INTO users VALUES (1, 'Ada'), (2, 'Grace')");
        both("CREATE TABLE notes (body text); INSERT INTO notes VALUES ('a'), ('a'), (NULL)");
        cli = new Cli(directory).with(source).with("COPY_CONNECTION_URL", ConnectionUrl.formatWithPassword(target));
    }

    private void both(String sql) {
        server.execute(source.database(), sql);
        server.execute(target.database(), sql);
    }

    private void inTarget(String sql) {
        server.execute(target.database(), sql);
    }

    @Test
    void equalTablesEndWithZero() {
        var compared = cli.run("compare", "--to", "env:copy").succeeded();
        assertThat(compared.out())
                .startsWith("equal: 2 table(s), 5 row(s)\n")
                .containsPattern("TABLE +EQUAL +TARGET TABLE +SOURCE ROWS")
                .containsPattern("public\\.notes +true +public\\.notes +3 +3 +0 +0 +0 +0\n");
        assertThat(compared.err())
                .contains("source: db \"" + source.database(), "target: db \"" + target.database())
                .doesNotContain(TestServer.PASSWORD);
    }

    @Test
    void differencesEndWithOneAndAreListed() {
        inTarget("UPDATE users SET name = E'\\x1b[31mAda' WHERE id = 1; DELETE FROM users WHERE id = 2");
        inTarget("INSERT INTO notes VALUES (E'\\x1b[31m')");
        var compared = cli.run("compare", "--to", "env:copy").failed(1);
        assertThat(compared.out())
                .startsWith("different: 2 of 2 table(s), 1 missing, 1 extra and 1 changed row(s)\n")
                .containsPattern("public\\.users +changed +\\{\"id\": \"1\"} +name +1")
                .containsPattern("public\\.users +missing +\\{\"id\": \"2\"}")
                .containsPattern("public\\.notes +extra +\\{\"body\": ")
                .doesNotContain("\u001b");
    }

    @Test
    void namesDoNotReachTheTerminalRaw() {
        inTarget("CREATE TABLE \"a\u001b[31m\" (id int); ALTER TABLE users ADD \"b\u001b[31m\" int");
        var compared = cli.on(Screen.ENDLESS)
                .run("compare", "--no-color", "--to", "env:copy")
                .failed(1);
        assertThat(compared.out())
                .contains("\"b\\x1B[31m\" is only in the target", "\"a\\x1B[31m\": the table is only in the target")
                .doesNotContain("\u001b");
    }

    @Test
    void programsReadAllOfIt() {
        inTarget("UPDATE users SET name = NULL; ALTER TABLE notes ADD more int");
        var json = cli.run("compare", "--to", "env:copy", "--limit", "1", "-o", "json")
                .failed(1);
        assertThat(json.out())
                .startsWith("{\"equal\":false,\"source\":\"db")
                .contains("\"source_rows\":5,\"target_rows\":5,\"missing\":0,\"extra\":0,\"changed\":2,\"moving\":0,")
                .contains(
                        "{\"table\":\"public.notes\",\"difference\":\"definition\",\"key\":null,\"columns\":[],\"rows\":0,\"detail\":\"column"
                            + " \\\"more\\\" is only in the target\"}")
                .containsPattern(
                        "\"difference\":\"changed\",\"key\":\\{\"id\": \"[12]\"},\"columns\":\\[\"name\"],\"rows\":1")
                .containsOnlyOnce("\"changed\",");
        var csv = cli.run("compare", "--to", "env:copy", "-o", "csv").failed(1);
        assertThat(csv.out())
                .startsWith("table,difference,key,columns,rows,detail\n")
                .contains("public.users,changed,\"{\"\"id\"\": \"\"1\"\"}\",name,1,");
    }

    @Test
    void theTextForPeopleTellsWhatIsNotListed() {
        inTarget("UPDATE users SET name = NULL; ALTER TABLE notes ADD more int");
        assertThat(cli.run("compare", "--to", "env:copy", "--limit", "1")
                        .failed(1)
                        .out())
                .contains("table public.notes: column \"more\" is only in the target\n")
                .contains("table public.users: 1 of 2 differing row(s) are listed; --limit lists more\n");
    }

    @Test
    void tablesNamesAndRowsAreChosen() {
        inTarget("ALTER TABLE users RENAME TO people; UPDATE people SET name = 'x' WHERE id = 2");
        cli.run(
                        "compare",
                        "--to",
                        "env:copy",
                        "--table",
                        "users",
                        "--map",
                        "public.users=public.people",
                        "--where",
                        "id < 2")
                .succeeded();
        assertThat(cli.run("compare", "--to", "env:copy", "--table", "users")
                        .failed(1)
                        .out())
                .contains("table public.users: the table is missing in the target\n");
    }

    @Test
    void nothingIsWrittenAndNoTableIsLeftLocked() {
        cli.run("compare", "--to", "env:copy", "--strong", "--wait", "1s").succeeded();
        assertThat(server.rows(target.database(), "SELECT nspname FROM pg_namespace WHERE nspname = 'dbops'"))
                .isEmpty();
        inTarget("DROP TABLE users");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "compare|2|--to is missing",
                "compare --to file:x|2|\"file:\" is not a database",
                "compare --to redshift://h/d|2|is a Redshift warehouse, and rows are compared between PostgreSQL"
                        + " databases",
                "compare --to env:copy --consumer c|2|--consumer applies only with --wait",
                "compare --to env:copy --wait 1s --consumer c|1|has no event log",
                "compare --to env:copy --table nothing|2|has no table nothing",
                "compare --to env:copy --table users_pkey|2|has no table users_pkey",
                "compare --to env:copy --table users --where x=1|3|source: column \"x\" does not exist",
                "compare --to env:copy --map a|2|--map a: it has no =",
                "compare --to env:other|2|OTHER_CONNECTION_URL",
                "compare --to postgresql://postgres@127.0.0.1:1/x|4|127.0.0.1"
            })
    void failuresAreSentences(String command, int exitCode, String message) {
        assertThat(cli.run(command.split(" ")).failed(exitCode).err()).contains(message);
    }
}
