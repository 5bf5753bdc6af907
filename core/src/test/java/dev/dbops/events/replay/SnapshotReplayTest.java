package dev.dbops.events.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.testing.TestServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A replay with a snapshot delivers the rows that were there before, and then their changes. */
class SnapshotReplayTest {
    private static final String TABLES = "CREATE TABLE item (id int PRIMARY KEY, n int); CREATE TABLE line (n int)";
    private static final String ITEMS = "SELECT id, n FROM item ORDER BY id";

    @ParameterizedTest
    @ValueSource(ints = {13, 18})
    void rowsThatWereThereBeforeAreDelivered(int major) {
        var pair = new ReplayedPair(major).both(TABLES).snapshot(100, 2);
        pair.inSource("INSERT INTO item SELECT n, n FROM generate_series(1, 1234) n; ANALYZE item");
        pair.inSource("INSERT INTO line SELECT n FROM generate_series(1, 150) n");
        pair.capture("item").captureInserts("line");
        pair.inSource("UPDATE item SET n = 0 WHERE id % 10 = 0; DELETE FROM item WHERE id % 10 = 1");

        var position = pair.replay();

        assertThat(position.read()).isGreaterThan(10);
        assertThat(pair.targetRows(ITEMS)).isEqualTo(pair.sourceRows(ITEMS));
        pair.inSource("UPDATE item SET n = -1; INSERT INTO item VALUES (5000, 1); INSERT INTO line VALUES (1)");
        assertThat(pair.replay().read()).isEqualTo(position.read());
        assertThat(pair.targetRows(ITEMS)).isEqualTo(pair.sourceRows(ITEMS));
        assertThat(pair.targetRows("SELECT count(*) FROM line")).containsExactly("151");
    }
}
