package dev.dbops.dist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.ConnectionUrl;
import dev.dbops.testing.ShellWord;
import dev.dbops.testing.TestServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Queries by the built distribution: results that do not fit into memory, readers that go away, and Ctrl-C. */
class QueryIT {
    private static final String DB_OPS =
            Path.of("target/db-ops/bin/db-ops").toAbsolutePath().toString();

    /** The result is three times as large. */
    private static final String HEAP = "-Xmx24m";

    private static final String ROWS = "SELECT i, md5(i::text) AS hash FROM generate_series(1, 1000000) i";

    private final TestServer server = TestServer.carried();

    @TempDir
    private Path directory;

    private ConnectionTarget target;

    @BeforeEach
    void makeADatabase() {
        target = server.newDatabase();
    }

    private Map<String, String> variables(String javaOptions) {
        return Map.of("CONNECTION_URL", ConnectionUrl.formatWithPassword(target), "DB_OPS_JAVA_OPTIONS", javaOptions);
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "csv", "table"})
    void aMillionRowsNeedNoMoreMemoryThanAFew(String format) throws Exception {
        var out = directory.resolve("out");
        var err = directory.resolve("err");
        var command = List.of(DB_OPS, "query", "-o", format, ROWS);

        var process = Finished.start(directory, variables(HEAP), command, out, err);

        assertThat(process.waitFor()).as(Files.readString(err)).isZero();
        try (var lines = Files.lines(out)) {
            assertThat(lines.count()).isEqualTo(format.equals("json") ? 1_000_000 : 1_000_001);
        }
    }

    @Test
    void aReaderThatHasSeenEnoughEndsItQuietly() throws Exception {
        var line = ShellWord.of(DB_OPS) + " query \"" + ROWS + "\" | head -n 1; echo ${PIPESTATUS[0]}";

        var finished = Finished.run(directory, variables(""), List.of("bash", "-c", line));

        assertThat(finished.out()).matches(" +i  hash *\n141\n");
        assertThat(finished.err()).isEmpty();
    }

    @Test
    void aWriteWhoseRowsNobodyReadsIsUndoneAndSaysSo() throws Exception {
        server.execute(target.database(), "CREATE TABLE fruit AS SELECT generate_series(1, 100000) AS i");
        var line = ShellWord.of(DB_OPS)
                + " query --write 'DELETE FROM fruit RETURNING i' | head -n 1; echo ${PIPESTATUS[0]}";

        var finished = Finished.run(directory, variables(""), List.of("bash", "-c", line));

        assertThat(finished.out()).endsWith("\n141\n");
        assertThat(finished.err()).endsWith("warning: nobody reads the results any more; nothing was changed\n");
        assertThat(server.rows(target.database(), "SELECT count(*) FROM fruit")).containsExactly("100000");
    }

    @Test
    void doctorWritesItsPageAlsoWhenTheReaderOfItsFindingsEnds() throws Exception {
        var line = ShellWord.of(DB_OPS) + " doctor --html page.html | head -n 2; echo ${PIPESTATUS[0]}";

        var finished = Finished.run(directory, variables(""), List.of("bash", "-c", line));

        assertThat(finished.out()).startsWith("connection\n").endsWith("\n141\n");
        assertThat(finished.err()).isEqualTo("the report is in page.html\n");
        assertThat(directory.resolve("page.html")).content().endsWith("</html>\n");
    }

    @Test
    void ctrlCCancelsTheStatement() throws Exception {
        var out = directory.resolve("out");
        var err = directory.resolve("err");
        var process =
                Finished.start(directory, variables(""), List.of(DB_OPS, "query", "SELECT pg_sleep(600)"), out, err);
        awaitActive("1");

        new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();

        assertThat(Finished.await(process, out, err).exit()).isEqualTo(130);
        awaitActive("0");
    }

    private void awaitActive(String sessions) {
        var count = "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE 'SELECT pg_sleep%%'"
                + " AND datname = '%s'";
        while (!server.rows("postgres", count.formatted(target.database())).equals(List.of(sessions))) {
            Thread.onSpinWait();
        }
    }
}
