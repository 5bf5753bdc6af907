package dev.dbops.events.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbops.OpsException;
import dev.dbops.Polling;
import dev.dbops.events.log.EventLogSchema;
import dev.dbops.postgres.Database;
import dev.dbops.testing.TestServer;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExportedSnapshotTest {
    /** A follower connects again then, as after the loss of another connection. */
    @ParameterizedTest
    @ValueSource(ints = {13, 15, 17, 18})
    void aSnapshotWhoseSessionHasEndedIsALostConnection(int major) throws InterruptedException {
        var server = TestServer.ofMajor(major);
        var source = server.newDatabase();
        try (var database = Database.connect(source)) {
            EventLogSchema.create(database);
        }
        try (var snapshot = ExportedSnapshot.take(source, 10, _ -> {})) {
            snapshot.open().close();
            var others = " FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()";
            server.execute(source.database(), "SELECT pg_terminate_backend(pid)" + others);
            var polling = new Polling(Duration.ofSeconds(30), Polling.Pace.SERVER);
            while (!server.rows(source.database(), "SELECT 1" + others).isEmpty()) {
                assertThat(polling.again()).isTrue();
            }

            assertThatThrownBy(snapshot::open)
                    .isInstanceOfSatisfying(
                            OpsException.class, e -> assertThat(e.kind()).isEqualTo(OpsException.Kind.UNREACHABLE))
                    .hasMessage("the session that exported the snapshot was lost");
        }
    }
}
