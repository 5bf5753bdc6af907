package dev.dbops.events.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.events.replay.ReplayedPair;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One statement may take the key of a row away and give it to another. */
class MergeOrderTest {
    @ParameterizedTest
    @ValueSource(ints = {15, 17, 18})
    void aMergeDeletesAndUpdatesBeforeItInserts(int major) {
        var pair = pair(major);
        pair.inSource("""
            MERGE INTO item USING (SELECT * FROM (VALUES
                    (1, '0', 7), (2, 'a', 9), (3, 'b', -1), (4, 'x', 1), (5, 'y', 2)) AS s (place, code, new) ORDER BY place) AS s
               ON item.code = s.code
             WHEN MATCHED AND s.new > 0 THEN UPDATE SET id = s.new
             WHEN MATCHED THEN DELETE
             WHEN NOT MATCHED THEN INSERT VALUES (s.new, s.code)
            """);

        pair.replay();

        assertSame(pair, 4);
    }

    @ParameterizedTest
    @ValueSource(ints = {13, 17})
    void anUpsertUpdatesBeforeItInserts(int major) {
        var pair = pair(major).both("CREATE UNIQUE INDEX ON item (code)");
        pair.inSource("INSERT INTO item VALUES (7, '0'), (8, 'a'), (1, 'x'), (5, 'b'), (2, 'y')"
                + " ON CONFLICT (code) DO UPDATE SET id = 10 + item.id");

        pair.replay();

        assertSame(pair, 5);
    }

    private static ReplayedPair pair(int major) {
        return new ReplayedPair(major)
                .both("CREATE TABLE item (id int PRIMARY KEY, code text)")
                .capture("item")
                .inSource("INSERT INTO item VALUES (1, 'a'), (2, 'b')");
    }

    private static void assertSame(ReplayedPair pair, int rows) {
        var all = "SELECT * FROM item ORDER BY 1";
        assertThat(pair.targetRows(all)).hasSize(rows).isEqualTo(pair.sourceRows(all));
    }
}
