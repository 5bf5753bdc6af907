package dev.dbops.events.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.events.Consumers;
import dev.dbops.events.Position;
import dev.dbops.events.TestLog;
import dev.dbops.postgres.Database;
import dev.dbops.testing.TestServer;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Events that a consumer has not read stay, whenever it has come. */
class RetentionTest {
    @AutoClose
    private TestLog log;

    private TestLog.Session session;
    private Retention retention;

    /** An event of 20 days ago in a partition of its own, one of 30 days ago in the default partition. */
    @BeforeEach
    void aLogWithOldEvents() {
        log = TestLog.ofMajor(TestServer.CARRIED);
        session = log.session();
        log.execute("""
            DO $$ BEGIN
                EXECUTE format('CREATE TABLE dbops.old PARTITION OF dbops.event_log FOR VALUES FROM (%L) TO (%L)',
                               now() - interval '21 d', now() - interval '19 d');
            END $$
            """);
        session.update("r", "1").update("r", "2");
        log.execute("UPDATE dbops.event_log SET ts = now() - interval '10 d' * (seq / 1000 + 1)");
        retention = new Retention(log.log(), Instant.now().minus(Duration.ofDays(7)), "");
    }

    private void begin(String consumer, Position position) {
        new Consumers(session.database()).begin(consumer, "-", "", position);
    }

    private long events() {
        return session.database()
                .query("SELECT count(*) FROM dbops.event_log", row -> row.getLong(1))
                .getFirst();
    }

    @Test
    void aConsumerThatBeginsWhileOldPartitionsAreDroppedKeepsThem() {
        var plan = retention.plan();
        assertThat(plan.free()).hasSize(1);
        begin("new", log.log().beginning());

        assertThatThrownBy(() -> retention.drop(plan.free().getFirst()))
                .isInstanceOfSatisfying(
                        OpsException.class, e -> assertThat(e.kind()).isEqualTo(Kind.REFUSED))
                .hasMessageContaining("consumer \"new\" has not read all of old");
        assertThat(retention.deleteRows()).isZero();
        assertThat(events()).isEqualTo(2);
    }

    @Test
    void soDoesOneWhosePositionHasGoneBack() {
        begin("restored", log.log().now());
        retention = new Retention(log.log(), Instant.now().minus(Duration.ofDays(7)), "");
        var plan = retention.plan();
        new Consumers(session.database()).report("restored", "-", log.log().beginning());

        assertThatThrownBy(() -> retention.drop(plan.free().getFirst())).isInstanceOf(OpsException.class);
        assertThat(retention.deleteRows()).isZero();
    }

    @Test
    void whatIsGoneIsKnown() {
        var beginning = log.log().now();
        session.update("r", "3");
        log.execute("UPDATE dbops.event_log SET ts = now() - interval '20 d' WHERE seq = 3000");
        log.log().requireWhole(beginning);

        retention.plan().free().forEach(retention::drop);

        assertThatThrownBy(() -> log.log().requireWhole(beginning))
                .isInstanceOfSatisfying(
                        OpsException.class, e -> assertThat(e.kind()).isEqualTo(Kind.REFUSED))
                .hasMessageContaining("events after the position were pruned");
        log.log().requireWhole(log.log().now());
    }

    @Test
    void rowsOfTheDefaultPartitionThatAreGoneAreKnownToo() {
        var beginning = log.log().now();
        session.update("r", "3");
        log.execute("UPDATE dbops.event_log SET ts = now() - interval '30 d' WHERE seq = 3000");

        assertThat(retention.deleteRows()).isEqualTo(2);

        assertThatThrownBy(() -> log.log().requireWhole(beginning)).isInstanceOf(OpsException.class);
        log.log().requireWhole(log.log().now());
    }

    /** The server keeps writers out for as long as it looks for the rows of new partitions there. */
    @Test
    void aLargeDefaultPartitionIsNotReadForEachNewDay() {
        var scans = scansOfTheDefault();
        try (var maker = Database.connect(log.target())) {
            assertThat(Partitions.ensure(maker)).hasSize(Partitions.DAYS);
            // the server counts the work of a session later, unless it is flushed
            maker.query("SELECT pg_stat_force_next_flush()", row -> true);
        }

        assertThat(scansOfTheDefault() - scans).isBetween(1L, 3L);
        session.update("r", "today");
        assertThat(session.database()
                        .query(
                                "SELECT count(*) FROM dbops.event_log_default WHERE ts > now() - interval '1 h'",
                                row -> row.getLong(1)))
                .containsExactly(0L);
    }

    private long scansOfTheDefault() {
        try (var other = Database.connect(log.target())) {
            return other.query(
                            "SELECT seq_scan FROM pg_stat_all_tables WHERE relid = 'dbops.event_log_default'::regclass",
                            row -> row.getLong(1))
                    .getFirst();
        }
    }
}
