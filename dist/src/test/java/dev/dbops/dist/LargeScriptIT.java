package dev.dbops.dist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.ConnectionUrl;
import dev.dbops.testing.ShellWord;
import dev.dbops.testing.TestServer;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The built distribution with a script several times as long as the memory that it may use. */
class LargeScriptIT {
    private static final String DB_OPS =
            Path.of("target/db-ops/bin/db-ops").toAbsolutePath().toString();

    private static final String HEAP = "-Xmx64m";
    private static final int COPIED_ROWS = 110_000;
    private static final int INSERTS = 200_000;

    /** Of the 200 MB of COPY data; too short for the server to compress it. */
    private static final String FILLER = "0123456789 ".repeat(170);

    private final TestServer server = TestServer.carried();

    @TempDir
    private Path directory;

    private ConnectionTarget target;

    @BeforeEach
    void writeTheScript() throws IOException {
        target = server.newDatabase();
        try (var script = new BufferedWriter(new OutputStreamWriter(
                new GZIPOutputStream(Files.newOutputStream(directory.resolve("large.sql.gz"))),
                StandardCharsets.UTF_8))) {
            script.write(
                    "CREATE UNLOGGED TABLE wide (id int, filler text);\nCREATE TABLE narrow (id int, text text);\n");
            script.write("COPY wide FROM stdin;\n");
            for (var row = 1; row <= COPIED_ROWS; row++) {
                script.write(row + "\t" + FILLER + "\n");
            }
            script.write("\\.\n");
            for (var row = 1; row <= INSERTS; row++) {
                script.write("INSERT INTO narrow VALUES (" + row + ", 'the text of a row that is like the others');\n");
            }
        }
    }

    @AfterEach
    void giveTheDiskBack() {
        server.execute(target.database(), "DROP TABLE wide, narrow");
    }

    @Test
    void aCompressedScriptNeedsNoMoreMemoryThanAShortOne() throws Exception {
        assertLoaded(List.of(DB_OPS, "schema-load", "-f", "large.sql.gz"), "large.sql.gz");
    }

    @Test
    void standardInputNeedsNoMoreMemoryThanAShortScript() throws Exception {
        assertLoaded(
                List.of("sh", "-c", "gunzip -c large.sql.gz | " + ShellWord.of(DB_OPS) + " schema-load -f -"), "stdin");
    }

    private void assertLoaded(List<String> command, String name) throws Exception {
        var variables = Map.of("CONNECTION_URL", ConnectionUrl.formatWithPassword(target), "DB_OPS_JAVA_OPTIONS", HEAP);

        var finished = Finished.run(directory, variables, command);

        assertThat(finished.exit()).as(finished.toString()).isZero();
        assertThat(finished.err())
                .endsWith("loaded %s: %d statements, %d rows\n".formatted(name, INSERTS + 3, COPIED_ROWS + INSERTS));
        assertThat(server.rows(target.database(), "SELECT count(*), sum(length(filler)), max(id) FROM wide"))
                .containsExactly("%d|%d|%1$d".formatted(COPIED_ROWS, (long) COPIED_ROWS * FILLER.length()));
        assertThat(server.rows(target.database(), "SELECT count(*), max(id) FROM narrow"))
                .containsExactly("%d|%1$d".formatted(INSERTS));
    }
}
