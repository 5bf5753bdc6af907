package dev.dbops.events.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.events.EventFilter;
import dev.dbops.events.EventLog;
import dev.dbops.events.NameMap;
import dev.dbops.events.Operation;
import dev.dbops.events.Position;
import dev.dbops.events.log.LogInspection;
import dev.dbops.events.log.Retention;
import dev.dbops.events.replay.postgres.PostgresSink;
import dev.dbops.postgres.Database;
import dev.dbops.postgres.TableName;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.testing.TestServer;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A replay stops rather than lose an event, and lets go of the log when it has read it. */
class ReplaySafetyTest {
    private static final String PEOPLE = "CREATE TABLE people (id int PRIMARY KEY, name text)";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ReplayedPair pair = new ReplayedPair(TestServer.CARRIED);

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void aLockTimeoutIsNotAttributedToAnEvent(int workers) throws Exception {
        pair.workers(workers).deadLetters().both(PEOPLE).capture("people");
        pair.inSource("INSERT INTO people SELECT n FROM generate_series(1, 20) AS n");
        pair.inTarget("ALTER DATABASE %s SET lock_timeout = '20ms'"
                .formatted(pair.target().database()));
        try (var other = Database.connect(pair.target())) {
            other.connection().setAutoCommit(false);
            other.executeAsIs("LOCK TABLE people");

            assertThatThrownBy(pair::replay)
                    .isInstanceOf(OpsException.class)
                    .hasMessage("sink: canceling statement due to lock timeout");
        }

        assertThat(pair.putAside()).isEmpty();
        pair.replay();
        assertThat(pair.targetRows("SELECT count(*) FROM people")).containsExactly("20");
    }

    @Test
    void aFullDiskIsNotAttributedToAnEvent() {
        pair.deadLetters().both(PEOPLE).capture("people").replay();
        pair.inTarget("""
            CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
                $$ BEGIN RAISE EXCEPTION 'no space left on device' USING ERRCODE = 'disk_full'; END $$;
            CREATE TRIGGER refuse BEFORE INSERT ON people FOR EACH ROW EXECUTE FUNCTION refuse();
            ALTER TABLE people ENABLE ALWAYS TRIGGER refuse
            """);
        pair.inSource("INSERT INTO people SELECT n FROM generate_series(1, 20) AS n");

        assertThatThrownBy(pair::replay).isInstanceOf(OpsException.class).hasMessage("sink: no space left on device");

        assertThat(pair.putAside()).isEmpty();
        pair.inTarget("DROP TRIGGER refuse ON people").replay();
        assertThat(pair.targetRows("SELECT count(*) FROM people")).containsExactly("20");
    }

    @Test
    void anEventThatLacksItsKeyStopsTheReplay() {
        pair.both(PEOPLE).capture("people").inSource("INSERT INTO people VALUES (1), (2)");
        pair.replay();
        pair.inSource("ALTER TABLE people DROP CONSTRAINT people_pkey, DROP id; DELETE FROM people");

        assertThatThrownBy(pair::replay)
                .isInstanceOf(OpsException.class)
                .hasMessageContaining("event 3000 (DELETE of public.people")
                .hasMessageContaining("the event has no key, so the row that it changed cannot be found");
    }

    /** The replay stops where the name changes, so that the target can be changed at the same place. */
    @Test
    void aKeyColumnIsRenamedInTheTargetWhereTheReplayStops() {
        pair.both(PEOPLE).capture("people").inSource("INSERT INTO people VALUES (1), (2), (3)");
        pair.inSource("ALTER TABLE people RENAME id TO number; DELETE FROM people WHERE number = 1;"
                + " UPDATE people SET number = 5 WHERE number = 2");

        assertThatThrownBy(pair::replay)
                .isInstanceOf(OpsException.class)
                .hasMessageContaining("event 4000 (DELETE of public.people, {\"number\": 1})")
                .hasMessageContaining("has no column number");
        assertThat(pair.targetRows("SELECT id FROM people ORDER BY 1")).containsExactly("1", "2", "3");

        pair.inTarget("ALTER TABLE people RENAME id TO number").replay();
        assertThat(pair.targetRows("SELECT number FROM people ORDER BY 1")).containsExactly("3", "5");
    }

    @Test
    void aNameIsThatOfOneTarget() {
        pair.both(PEOPLE).capture("people").inSource("INSERT INTO people VALUES (1)");
        pair.replay();
        var other = TestServer.carried().newDatabase();
        TestServer.carried().execute(other.database(), PEOPLE);

        assertThatThrownBy(() -> replayFromBeginning(other))
                .isInstanceOfSatisfying(OpsException.class, e -> {
                    assertThat(e.kind()).isEqualTo(Kind.REFUSED);
                    assertThat(e.hint().orElseThrow()).contains("--name");
                })
                .hasMessageContaining(
                        "consumer \"test\" belongs to " + pair.target().description());
    }

    @Test
    void aTargetThatWasCreatedAgainBeginsAtFrom() throws InterruptedException {
        pair.both(PEOPLE).capture("people").inSource("INSERT INTO people VALUES (1)");
        pair.replay();
        pair.inTarget("DROP SCHEMA dbops CASCADE; TRUNCATE people");

        replayFromBeginning(pair.target());

        assertThat(pair.targetRows("SELECT id FROM people")).containsExactly("1");
    }

    private void replayFromBeginning(ConnectionTarget target) throws InterruptedException {
        replay(
                target,
                Position.beginning(
                        pair.sourceRows("SELECT log_id FROM dbops.log_meta").getFirst()));
    }

    private Position replay(ConnectionTarget target, Position start) throws InterruptedException {
        var options = new ReplayOptions(
                "test", EventFilter.all(), new NameMap(), Optional.of(start), false, false, false, 0, 1000);
        return new Replay(
                        pair.source(),
                        log -> PostgresSink.open(target, log, "test", 1),
                        options,
                        new ReplayListener() {})
                .run();
    }

    /** Its first batch has no events; the replay would follow for ever if that made it a follower. */
    @Test
    @Timeout(60)
    void aReplayThatResumesAfterTheLastEventOfAWindowEnds() throws InterruptedException {
        pair.both(PEOPLE).capture("people").inSource("INSERT INTO people VALUES (1)");
        var snapshot = pair.sourceRows("SELECT pg_current_snapshot()::text").getFirst();
        var last = pair.sourceRows("SELECT max(seq) FROM dbops.event_log").getFirst();
        var log = pair.sourceRows("SELECT log_id FROM dbops.log_meta").getFirst();
        var inside = new Position(log, Position.beginning(log).from(), snapshot, Long.parseLong(last));

        var end = replay(pair.target(), inside);

        assertThat(end.isBetweenWindows()).isTrue();
        assertThat(pair.targetRows("SELECT count(*) FROM people")).containsExactly("0");
    }

    @Test
    void aConsumerThatWasForgottenIsRefusedIfEventsWerePruned() {
        pair.both(PEOPLE).capture("people").inSource("INSERT INTO people VALUES (1)");
        pair.replay();
        pair.inSource("INSERT INTO people VALUES (2)");
        pair.inSource("UPDATE dbops.event_log SET ts = ts - interval '30 d'; DELETE FROM dbops.consumer");
        try (var database = Database.connect(pair.source())) {
            var retention = new Retention(EventLog.open(database), Instant.now().minus(Duration.ofDays(7)), "");
            assertThat(retention.deleteRows()).isEqualTo(2);
        }

        assertThatThrownBy(pair::replay)
                .isInstanceOfSatisfying(
                        OpsException.class, e -> assertThat(e.kind()).isEqualTo(Kind.REFUSED))
                .hasMessageContaining("events after the position were pruned");
    }

    @Test
    void aConsumerThatWasForgottenResumesIfNothingWasPruned() {
        pair.both(PEOPLE).capture("people").inSource("INSERT INTO people VALUES (1)");
        pair.replay();
        pair.inSource("DELETE FROM dbops.consumer; INSERT INTO people VALUES (2)");

        pair.replay();

        assertThat(pair.targetRows("SELECT id FROM people ORDER BY 1")).containsExactly("1", "2");
        assertThat(pair.sourceRows("SELECT name FROM dbops.consumer")).containsExactly("test");
    }

    @Test
    void aFollowerThatIsForgottenEnds() throws InterruptedException {
        pair.both(PEOPLE).capture("people");
        var failures = new CopyOnWriteArrayList<Throwable>();
        var follower = pair.follow(pair.source(), pair.target(), failures);

        pair.inSource("DELETE FROM dbops.consumer; INSERT INTO people VALUES (1)");

        follower.join(PATIENCE);
        follower.interrupt();
        assertThat(failures)
                .singleElement()
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.THROWABLE)
                .hasMessageContaining("consumer \"test\" is being replayed by another process, or was removed");
    }

    /** Else the log would be kept for it as long as there are no events for it. */
    @Test
    void aFollowerMovesOnAlsoWhenNothingOfItsOwnComes() throws Exception {
        var others = new EventFilter(
                List.of(TableName.parse("nobody")), EnumSet.allOf(Operation.class), Optional.empty(), Optional.empty());
        pair.only(others).both(PEOPLE).capture("people");
        var failures = new CopyOnWriteArrayList<Throwable>();
        var follower = pair.follow(pair.source(), pair.target(), failures);
        pair.inSource("INSERT INTO people VALUES (1)");
        try (var database = Database.connect(pair.source())) {
            var end = Instant.now().plus(PATIENCE);
            while (behind(database) > 0 && Instant.now().isBefore(end)) {
                Thread.sleep(100);
            }

            assertThat(behind(database)).isZero();
        } finally {
            follower.interrupt();
            follower.join(PATIENCE);
        }
        assertThat(failures).isEmpty();
    }

    private static final String NUMBERED =
            "CREATE TABLE numbered (id int GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY)";

    /** A follower that has delivered three rows of a table with a sequence. */
    private Thread followNumbered(List<Throwable> failures) throws InterruptedException {
        pair.both(NUMBERED).capture("numbered");
        var follower = pair.follow(pair.source(), pair.target(), failures);
        pair.inSource("INSERT INTO numbered SELECT FROM generate_series(1, 3)");
        var end = Instant.now().plus(PATIENCE);
        while (pair.followed() < 3 && Instant.now().isBefore(end)) {
            Thread.sleep(20);
        }
        return follower;
    }

    @Test
    void aFollowerThatIsEndedSetsTheSequences() throws InterruptedException {
        var failures = new CopyOnWriteArrayList<Throwable>();
        var follower = followNumbered(failures);

        follower.interrupt();

        assertThat(follower.join(PATIENCE)).isTrue();
        assertThat(failures).isEmpty();
        assertThat(pair.unfinished()).isEmpty();
        assertThat(pair.targetRows("INSERT INTO numbered DEFAULT VALUES RETURNING id"))
                .containsExactly("4");
    }

    @Test
    void aFollowerThatIsEndedDoesNotWaitForATargetThatDoesNotAnswer() throws Exception {
        var failures = new CopyOnWriteArrayList<Throwable>();
        var follower = followNumbered(failures);
        try (var other = Database.connect(pair.target())) {
            other.executeAsIs("BEGIN; LOCK TABLE numbered IN ACCESS EXCLUSIVE MODE");

            follower.interrupt();

            assertThat(follower.join(Duration.ofSeconds(9))).isTrue();
        }
        assertThat(failures).isEmpty();
        assertThat(pair.unfinished()).singleElement().asString().contains("statement timeout");
    }

    private static long behind(Database source) {
        return new LogInspection(EventLog.open(source))
                .look()
                .consumers()
                .getFirst()
                .behind();
    }
}
