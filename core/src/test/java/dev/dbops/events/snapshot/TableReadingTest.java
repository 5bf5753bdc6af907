package dev.dbops.events.snapshot;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbops.events.capture.CapturedRows;
import dev.dbops.events.replay.ReplayedPair;
import dev.dbops.postgres.Database;
import dev.dbops.testing.TestServer;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A failure of a reader reaches the one who waits for its rows. */
class TableReadingTest {
    @Test
    @Timeout(60)
    void noFailureOfAReaderIsWaitedForInVain() throws InterruptedException {
        var pair = new ReplayedPair(TestServer.CARRIED);
        pair.inSource("CREATE TABLE item (id int PRIMARY KEY)").capture("item");
        var noValues = Optional.of(List.<String>of());

        try (var source = Database.connect(pair.source());
                var snapshot = ExportedSnapshot.take(pair.source(), 1, _ -> {});
                var readers = new SnapshotReaders(snapshot, 1)) {
            source.executeAsIs(CapturedRows.SETTINGS);
            var sql = TableRowsSql.of(CapturedRows.list(source).getFirst(), source);
            var reading = new TableReading(snapshot.database(), readers, sql, noValues, SnapshotLimits.of(10, 1));

            assertThatThrownBy(reading::next).isInstanceOf(IndexOutOfBoundsException.class);
        }
    }
}
