package dev.dbops.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.cli.Cli;
import dev.dbops.table.DisplayWidth;
import dev.dbops.table.Screen;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.testing.TestServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables fit on the terminal; files and pipes get them whole. */
class TablesOnAScreenTest {
    private static final String WIDE = "SELECT repeat('a', 50) AS first, repeat('b', 50) AS second, 3 AS third";

    private final ConnectionTarget target = TestServer.carried().newDatabase();

    @TempDir
    private Path directory;

    private Cli cli;

    @BeforeEach
    void connect() {
        cli = new Cli(directory).with(target);
    }

    @Test
    void columnsThatDoNotFitAreShownOneValueALine() {
        assertThat(out(80, "query", WIDE)).isEqualTo("""
            -[ RECORD 1 ]----------------------------------------------
            first  | %s
            second | %s
            third  | 3
            """.formatted("a".repeat(50), "b".repeat(50)));
        assertThat(out(200, "query", WIDE)).startsWith("first  ").hasLineCount(2);
    }

    @Test
    void aPipeGetsTheTableHoweverWideItIs() {
        assertThat(cli.run("query", WIDE).succeeded().out())
                .startsWith("first  ")
                .hasLineCount(2)
                .contains("a".repeat(50) + "  " + "b".repeat(50));
    }

    @Test
    void theLineAboveARecordIsNotWiderThanTheScreen() {
        assertThat(out(60, "query", "SELECT repeat('a', 90) AS first"))
                .isEqualTo("-[ RECORD 1 ]%s\nfirst | %s\n".formatted("-".repeat(47), "a".repeat(90)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-x", "--expanded"})
    void expandedDisplayIsAvailableInAPipeToo(String option) {
        assertThat(cli.run("query", option, "VALUES (1, 'one'), (22, 'two')")
                        .succeeded()
                        .out())
                .isEqualTo("""
                    -[ RECORD 1 ]
                    column1 | 1
                    column2 | one
                    -[ RECORD 2 ]
                    column1 | 22
                    column2 | two
                    """);
    }

    @Test
    void nullIsNothingOrWhatWasAskedFor() {
        var sql = "SELECT NULL AS a, '' AS b, 'x' AS c";

        assertThat(out(80, "query", sql)).isEqualTo("a  b  c\n      x\n");
        assertThat(out(80, "query", sql, "--null", "(null)")).isEqualTo("a       b  c\n(null)     x\n");
        assertThat(out(80, "query", sql, "--null", "∅", "-x")).contains("a | ∅\nb |\nc | x\n");
        assertThat(out(80, "query", sql, "--null", "(null)", "-o", "csv")).doesNotContain("(null)");
    }

    @Test
    void wideAndCombiningCharactersKeepTheColumnsAligned() {
        var lines = out(
                        80,
                        "query",
                        "VALUES ('日本', 'x'), ('e\u0301', 'x'), ('👩‍👩‍👧', 'x'), ('🇩🇪', 'x'), (E'\\x1b[31m', 'x')")
                .lines()
                .toList();

        assertThat(lines).hasSize(6);
        assertThat(lines.subList(1, 6))
                .allSatisfy(line -> assertThat(DisplayWidth.of(line.substring(0, line.length() - 1)))
                        .isEqualTo("\\x1B[31m".length() + 2));
        assertThat(lines.getLast()).isEqualTo("\\x1B[31m  x");
    }

    @Test
    void numbersAreOnTheRight() {
        assertThat(out(80, "query", "VALUES (1, 'a', 1.5), (100, 'b', 22.25)"))
                .isEqualTo("column1  column2  column3\n      1  a            1.5\n    100  b          22.25\n");
    }

    @ParameterizedTest
    @ValueSource(ints = {80, 95, 120})
    void theQueryOfASessionIsCutAtTheEdge(int width) throws Exception {
        var sql = "SELECT '日本語日本語日本語', '" + "x".repeat(300) + "'";
        try (var _ = sessionThatRan(sql)) {
            var lines = out(width, "sessions").lines().toList();

            assertThat(lines).hasSize(2);
            assertThat(lines)
                    .allSatisfy(line -> assertThat(DisplayWidth.of(line)).isLessThanOrEqualTo(width));
            assertThat(lines.getLast()).contains("SELECT").endsWith("…");
        }
    }

    @Test
    void sessionsOnANarrowScreenAreRecordsAndWhole() throws Exception {
        var sql = "SELECT '" + "x".repeat(300) + "'";
        try (var _ = sessionThatRan(sql)) {

            assertThat(out(50, "sessions")).startsWith("-[ RECORD 1 ]").contains("QUERY       | " + sql + "\n");
            assertThat(new Cli(directory)
                            .with(target)
                            .run("sessions")
                            .succeeded()
                            .out())
                    .contains("x".repeat(40) + " ...\n")
                    .doesNotContain("…");
        }
    }

    private Connection sessionThatRan(String sql) throws SQLException {
        var session = DriverManager.getConnection(TestServer.carried().jdbcUrl(target.database()));
        try (var statement = session.createStatement()) {
            statement.execute(sql);
        }
        return session;
    }

    private String out(int width, String... words) {
        return cli.on(new FixedScreen(width, 1000)).run(words).succeeded().out();
    }

    private record FixedScreen(int columns, int lines) implements Screen {}
}
