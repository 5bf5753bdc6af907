package dev.dbops.cli.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.cli.Cli;
import dev.dbops.testing.TestServer;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueryOutputTest {
    @TempDir
    private Path directory;

    private Cli cli;

    @BeforeEach
    void pointAtADatabase() {
        cli = new Cli(directory).with(TestServer.carried().newDatabase());
    }

    private String query(String... more) {
        var words = new String[more.length + 1];
        words[0] = "query";
        System.arraycopy(more, 0, words, 1, more.length);
        var transcript = cli.run(words).succeeded();
        assertThat(transcript.err()).isEmpty();
        return transcript.out();
    }

    @Test
    void aTableHasTheServersNamesAndNumbersOnTheRight() {
        var table = query("VALUES ('apple', 7, NULL), ('fig', 1000, E'two\\nlines')");

        assertThat(table).isEqualTo("""
            column1  column2  column3
            apple          7
            fig         1000  two
                              lines
            """);
    }

    @Test
    void aTableShowsWhatWouldSteerTheTerminal() {
        assertThat(query("SELECT E'a\\tb\\x1b[31m\\r' AS x, 'y' AS y"))
                .isEqualTo("x                    y\na       b\\x1B[31m\\r  y\n");
    }

    @Test
    void aTableOfManyRowsIsMeasuredByItsFirst() {
        var table = query("SELECT CASE i WHEN 1 THEN 'wide' WHEN 5000 THEN 'wider' ELSE '' END, i"
                + " FROM generate_series(1, 5000) i");

        assertThat(table).hasLineCount(5001).startsWith("case     i\n").contains("\nwide     1\n", "\n       999\n");
        assertThat(table).endsWith("\n      4999\nwider  5000\n");
    }

    @Test
    void csvTellsNullFromAnEmptyString() {
        assertThat(query(
                        "-o", "csv", "SELECT NULL AS a, '' AS \"b,c\", E'x\\ny\\r' AS d, 'say \"hi\"' AS e, 1.50 AS f"))
                .isEqualTo("a,\"b,c\",d,e,f\n,\"\",\"x\ny\r\",\"say \"\"hi\"\"\",1.50\n");
    }

    @Test
    void jsonIsWhatPostgresMakesOfIt() {
        assertThat(query(
                        "-o",
                        "json",
                        "SELECT 12345678901234567890.10 AS z, 'NaN'::float8 AS a, ARRAY[1, NULL] AS list, NULL AS n,"
                                + " ROW(1, 'x') AS row, '{\"k\": 1.0}'::jsonb AS j, true AS b -- the end"))
                .isEqualTo("[{\"z\":12345678901234567890.10,\"a\":\"NaN\",\"list\":[1,null],\"n\":null,"
                        + "\"row\":{\"f1\":1,\"f2\":\"x\"},\"j\":{\"k\": 1.0},\"b\":true}]\n");
        assertThat(query("-o", "json", "SELECT 1 AS object_row, 2 AS b UNION ALL SELECT 3, 4 ORDER BY 1 DESC"))
                .isEqualTo("[{\"object_row\":3,\"b\":4},\n{\"object_row\":1,\"b\":2}]\n");
        assertThat(query("-o", "json", "SELECT 1 WHERE false")).isEqualTo("[]\n");
        assertThat(query("-o", "json", "SELECT;")).isEqualTo("[{}]\n");
    }

    @Test
    void equalNamesStayApartAndAreWarnedOf() {
        var transcript = cli.run("query", "--object", "SELECT 1 AS a, 2 AS a").succeeded();

        assertThat(transcript.out()).isEqualTo("{\"a\":1,\"a\":2}\n");
        assertThat(transcript.err())
                .isEqualTo("SQL:1:1: warning: several columns are named \"a\", and most JSON parsers keep only one:"
                        + " rename them with AS\n");
    }

    /** Statements that cannot be a subselect. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SHOW server_encoding | [{\"server_encoding\":\"UTF8\"}]",
                "EXPLAIN (COSTS false) SELECT 1 | [{\"QUERY PLAN\":\"Result\"}]",
                "CREATE TABLE t (i int, n numeric); INSERT INTO t VALUES (1, 1.50), (2, NULL) RETURNING *, ARRAY[i, 0]"
                        + " AS l, i AS l, ROW(i) AS r | [{\"i\":1,\"n\":1.50,\"l\":[1,0],\"l\":1,\"r\":\"(1)\"},;"
                        + "{\"i\":2,\"n\":null,\"l\":[2,0],\"l\":2,\"r\":\"(2)\"}]",
                "CREATE TABLE t (i int); WITH a AS (INSERT INTO t VALUES (3), (1), (2) RETURNING i) SELECT i FROM a"
                        + " ORDER BY i | [{\"i\":1},;{\"i\":2},;{\"i\":3}]",
                "CREATE PROCEDURE p(INOUT x int) LANGUAGE sql AS 'SELECT x + 1'; CALL p(1) | [{\"x\":2}]",
                "DECLARE c CURSOR FOR SELECT 1.10 AS a; FETCH ALL FROM c | [{\"a\":1.10}]",
                "PREPARE q AS SELECT $1::int AS a; EXECUTE q(5) | [{\"a\":5}]",
                "SELECT 1 AS a INTO t; TABLE t | [{\"a\":1}]"
            })
    void jsonOfAStatementOtherThanSelectIsWhatPostgresMakesOfIt(String sql, String json) {
        var transcript = cli.run("query", "-q", "--write", "-o", "json", sql).succeeded();

        assertThat(transcript.out()).isEqualTo(json.replace(";", "\n") + "\n");
    }

    @Test
    void rowsThatGoBackToTheServerKeepTheirOrder() {
        var transcript = cli.run(
                        "query",
                        "-q",
                        "--write",
                        "-o",
                        "json",
                        "CREATE TABLE t (i int); INSERT INTO t SELECT generate_series(1, 25000) RETURNING i")
                .succeeded();

        var lines = transcript.out().lines().toList();
        assertThat(lines).hasSize(25000);
        for (var i = 1; i < 24999; i++) {
            assertThat(lines.get(i)).isEqualTo("{\"i\":" + (i + 1) + "},");
        }
    }

    @Test
    void eachOfSeveralResultsIsShownInTurn() {
        var sql = "SELECT 1 AS a; SELECT 2 AS b";

        assertThat(query(sql)).isEqualTo("a\n1\n\nb\n2\n");
        assertThat(query("-o", "csv", sql)).isEqualTo("a\n1\n\nb\n2\n");
        assertThat(query("-o", "json", sql)).isEqualTo("[{\"a\":1}]\n[{\"b\":2}]\n");
    }

    @Test
    void aValueIsPrintedAsItIs() {
        assertThat(query("--value", "SELECT E'a\\tb\\n'")).isEqualTo("a\tb\n\n");
        assertThat(query("--value", "SELECT NULL")).isEqualTo("\n");
        assertThat(query("--value", "-o", "json", "SELECT current_schema()")).isEqualTo("public\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--value | SELECT 1, 2 | --value requires one column, and the result has 2",
                "--value | VALUES (1), (2) | --value requires one row, and there are several",
                "--value | SELECT 1; SELECT 2 | --value requires one row, and there are several",
                "--value | SELECT 1 WHERE false | --value requires one row, and there is none",
                "--value | SET search_path = x | --value requires one row, and there is none",
                "--object | VALUES (1), (2) | --object requires one row, and there are several",
                "--object | SELECT 1 WHERE false | --object requires one row, and there is none"
            })
    void oneRowThatIsNotOneIsAFailure(String option, String sql, String message) {
        var transcript = cli.run("query", "-q", option, sql).failed(1);

        assertThat(transcript.out()).isEmpty();
        assertThat(transcript.err()).startsWith("error: " + message + "\n");
    }

    @ParameterizedTest
    @ValueSource(ints = {13, 15, 18})
    void otherServersAnswerAlike(int major) {
        cli.with(TestServer.ofMajor(major).newDatabase());

        assertThat(query("-o", "json", "SELECT :a::int + 1 AS b", "-p", "a=1")).isEqualTo("[{\"b\":2}]\n");
        assertThat(query("-o", "json", "SHOW server_encoding")).isEqualTo("[{\"server_encoding\":\"UTF8\"}]\n");
        assertThat(query("SELECT '{\"a\": 1}'::jsonb ? :k AS has", "-p", "k=a")).isEqualTo("has\nt\n");
    }
}
