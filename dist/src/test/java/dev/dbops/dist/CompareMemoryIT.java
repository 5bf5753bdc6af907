package dev.dbops.dist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.ConnectionUrl;
import dev.dbops.testing.TestServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A comparison needs no more memory than it may have, however many rows differ and however wide they are.
 *
 * <p>In full: {@code -Dmemory.rows=5000000} (docs/testing.md).
 */
class CompareMemoryIT {
    private static final String DB_OPS =
            Path.of("target/db-ops/bin/db-ops").toAbsolutePath().toString();

    /** All of them differ: with their keys, they would fill the heap several times. */
    private static final int ROWS = Integer.getInteger("memory.rows", 300_000);

    /** Rows of 100 KB without a key, of which nothing is read but a hash and the beginning. */
    private static final int WIDE = 2_000;

    private static final String HEAP = "-Xmx24m";

    private final TestServer server = TestServer.carried();
    private final ConnectionTarget source = server.newDatabase();
    private final ConnectionTarget target = server.newDatabase();

    @TempDir
    private Path directory;

    @BeforeEach
    void makeRowsThatDiffer() {
        fill(source, "source");
        fill(target, "target");
    }

    private void fill(ConnectionTarget database, String text) {
        server.execute(database.database(), """
            CREATE UNLOGGED TABLE reading (id bigint, place text, text text, PRIMARY KEY (id, place));
            INSERT INTO reading SELECT n, 'the place of reading ' || n, '%1$s' FROM generate_series(1, %2$d) AS n;
            CREATE UNLOGGED TABLE wide (text text);
            INSERT INTO wide SELECT repeat('%1$s ' || n, 10000) FROM generate_series(1, %3$d) AS n
            """.formatted(text, ROWS, WIDE));
    }

    @AfterEach
    void giveTheDiskBack() {
        server.execute("postgres", "DROP DATABASE %s WITH (FORCE)".formatted(source.database()));
        server.execute("postgres", "DROP DATABASE %s WITH (FORCE)".formatted(target.database()));
    }

    @Test
    void allRowsDifferAndAreCounted() throws Exception {
        var variables = Map.of(
                "CONNECTION_URL", ConnectionUrl.formatWithPassword(source),
                "TARGET_CONNECTION_URL", ConnectionUrl.formatWithPassword(target),
                "DB_OPS_JAVA_OPTIONS", HEAP);

        var finished = Finished.run(directory, variables, List.of(DB_OPS, "compare", "--to", "env:target"));

        assertThat(finished.exit()).as(finished.toString()).isEqualTo(1);
        assertThat(finished.out())
                .startsWith("different: 2 of 2 table(s), %1$d missing, %1$d extra and %2$d changed row(s)\n"
                        .formatted(WIDE, ROWS));
    }
}
