package dev.dbops.redshift.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.OpsException;
import dev.dbops.redshift.WarehouseErrors;
import dev.dbops.redshift.standin.StatementTemplate;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Followers are killed at random moments while rows change, the warehouse reports conflicts, and connections are cut: then
 * nothing is lost, and nothing is there twice. A long run is {@code -Dwarehouse.kills=200} (docs/testing.md).
 */
class WarehouseKillsTest {
    private static final int KILLS = Integer.getInteger("warehouse.kills", 6);
    private static final long SEED = Long.getLong("warehouse.seed", 18);

    /** From before the first connection to some batches after it, in milliseconds. */
    private static final int LONGEST_LIFE = 2500;

    private final Random random = new Random(SEED);
    private int lines;

    @Test
    void killsLoseAndRepeatNothing() throws IOException, InterruptedException {
        try (var pair = new WarehousePair(17)) {
            pair.inSource("CREATE TABLE item (id int PRIMARY KEY, n int, name text)", "CREATE TABLE line (n int)")
                    .capture("item");
            pair.source().captureInserts("line");
            for (var kill = 0; kill < KILLS; kill++) {
                trouble(pair);
                var follower = ReplayProcess.start(
                        pair.source().source(), pair.warehouse().target());
                var end = System.nanoTime() + random.nextInt(100, LONGEST_LIFE) * 1_000_000L;
                while (System.nanoTime() < end) {
                    write(pair);
                }
                follower.destroyForcibly().waitFor();
            }

            replayToEnd(pair);

            System.out.printf("%d kills, seed %d: %d lines%n", KILLS, SEED, lines);
            pair.assertSame("SELECT id, n, name FROM item ORDER BY id");
            pair.assertSame("SELECT n FROM line ORDER BY n");
        }
    }

    /** Troubles that were planned for a follower that was killed before may be left. */
    private static void replayToEnd(WarehousePair pair) {
        for (var attempt = 0; attempt < 1000; attempt++) {
            try {
                pair.replay();
                return;
            } catch (OpsException e) {
                // more conflicts than are tried again, or a cut
                assertThat(WarehouseErrors.isConflict(e) || e.kind() == OpsException.Kind.UNREACHABLE)
                        .as(e.getMessage())
                        .isTrue();
            }
        }
        throw new AssertionError("the connection is cut again and again");
    }

    private void trouble(WarehousePair pair) {
        switch (random.nextInt(4)) {
            case 0 -> pair.warehouse().inject1023(random.nextInt(1, 4));
            case 1 -> pair.warehouse().inject1023(StatementTemplate.DELETE, random.nextInt(1, 4));
            case 2 -> pair.warehouse().cutAfterCommit();
            default -> pair.warehouse().cutBeforeCommit();
        }
    }

    private void write(WarehousePair pair) {
        var id = random.nextInt(60);
        pair.inSource(
                switch (random.nextInt(5)) {
                    case 0 -> "DELETE FROM item WHERE id %% 7 = %d".formatted(id % 7);
                    case 1 -> "UPDATE item SET n = n + 1 WHERE id < " + id;
                    case 2 ->
                        "UPDATE item SET id = id + 1000 WHERE id = %d AND NOT EXISTS (SELECT FROM item WHERE id = %1$d + 1000)"
                                .formatted(id);
                    case 3 -> random.nextInt(20) == 0 ? "TRUNCATE item" : line();
                    default ->
                        "INSERT INTO item SELECT i, %d, 'x' FROM generate_series(%1$d, %d) AS i ON CONFLICT (id) DO UPDATE SET name = 'y'"
                                .formatted(id, id + random.nextInt(15));
                });
    }

    private String line() {
        return "INSERT INTO line VALUES (%d)".formatted(lines++);
    }
}
