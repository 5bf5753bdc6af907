package dev.dbops.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.dbops.postgres.Database;
import dev.dbops.postgres.results.StatementRun;
import dev.dbops.table.Expansion;
import dev.dbops.table.Screen;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.testing.ClientPrograms;
import dev.dbops.testing.TestServer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.core.TransactionState;

/** Results look as psql's do, and a large one takes little memory. */
class DisplayTest {
    private final ConnectionTarget target = TestServer.carried().newDatabase();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Display display = new Display(stream(out), stream(err), Screen.ENDLESS);

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1 AS id, 'a' AS name",
                "SELECT 1 AS a, 22222 AS much, 1.5::numeric AS n, 'x'::text AS t, true AS b, NULL AS nothing",
                "VALUES (1, 'one'), (10, NULL), (100, 'three')",
                "SELECT 'two' || chr(10) || 'lines' AS a, 'one' AS b",
                "SELECT '日本語' AS wide, 'ü' AS narrow, 'x' AS last",
                "SELECT E'\\x1b[31mred\\x07\\r' AS control, E'a\\tb' AS tab",
                "SELECT 1 AS id WHERE false",
                "SELECT now() IS NULL AS \"a long heading\", '{\"a\": 1}'::jsonb, '\\x00ff'::bytea, array[1, 2]"
            })
    void asPsqlShowsThem(String sql) throws Exception {
        assertThat(shown(sql, false)).isEqualTo(psql(sql, "off"));
        assertThat(shown(sql, true)).isEqualTo(psql(sql, "on"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE a (id int)",
                "BEGIN",
                "DO $$ BEGIN RAISE NOTICE 'heard'; RAISE WARNING 'loud'; END $$",
                "SET work_mem = '1MB'"
            })
    void tagsAndNoticesToo(String sql) throws Exception {
        try (var database = Database.connect(target)) {
            new StatementRun(database, display).run(sql);
        }
        var psql = ClientPrograms.psql(directory, TestServer.carried().newDatabase(), List.of("-q", "-c", sql));

        assertThat(text(out).strip())
                .isEqualTo(sql.substring(0, sql.indexOf(' ') < 0 ? sql.length() : sql.indexOf(' '))
                        + (sql.startsWith("CREATE") ? " TABLE" : ""));
        assertThat(text(err)).isEqualTo(psql.err());
    }

    @Test
    void theRowsOfALargeResultComeInPortionsAndTheTransactionEndsAfterThem() throws Exception {
        try (var database = Database.connect(target)) {
            new StatementRun(database, display).runQuery("SELECT i FROM generate_series(1, 2500) AS i");

            assertThat(text(out)).contains("\n 2500\n(2500 rows)\n");
            assertThat(database.connection().getTransactionState()).isEqualTo(TransactionState.IDLE);
        }
    }

    @Test
    void whoStopsGetsNoFurtherPortion() throws Exception {
        var portions = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        var stopping = new Display(portions, stream(err), Screen.ENDLESS) {
            @Override
            public boolean rows(List<List<String>> rows) {
                stop();
                return super.rows(rows);
            }
        };
        try (var database = Database.connect(target)) {
            database.executeAsIs("CREATE SEQUENCE seen");
            new StatementRun(database, stopping).runQuery("SELECT nextval('seen') FROM generate_series(1, 100000)");

            assertThat(database.query("SELECT last_value FROM public.seen", row -> row.getLong(1))
                            .getFirst())
                    .isLessThan(5000);
        }
    }

    @Test
    void aQueryThatFailsInATransactionLeavesThatToWhoBeganIt() throws Exception {
        try (var database = Database.connect(target)) {
            var run = new StatementRun(database, display);
            run.run("BEGIN");
            assertThat(catchThrowable(() -> run.runQuery("SELECT 1/0"))).hasMessageContaining("division by zero");

            assertThat(database.connection().getTransactionState()).isEqualTo(TransactionState.FAILED);
            run.run("ROLLBACK");
            assertThat(catchThrowable(() -> run.runQuery("SELECT 1/0"))).hasMessageContaining("division by zero");
            assertThat(database.connection().getTransactionState()).isEqualTo(TransactionState.IDLE);
        }
    }

    private String shown(String sql, boolean expanded) throws Exception {
        out.reset();
        display.expansion(expanded ? Expansion.ON : Expansion.OFF);
        display.next(false);
        try (var database = Database.connect(target)) {
            new StatementRun(database, display).runQuery(sql);
        }
        return stripped(text(out));
    }

    private String psql(String sql, String expanded) {
        return stripped(ClientPrograms.psql(directory, target, List.of("-P", "expanded=" + expanded, "-c", sql))
                .succeeded());
    }

    /** psql pads headings with spaces that are not visible. */
    private static String stripped(String text) {
        return text.lines().map(String::stripTrailing).collect(Collectors.joining("\n"));
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
