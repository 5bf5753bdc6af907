package dev.dbops.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.postgres.Database;
import dev.dbops.postgres.TableName;
import dev.dbops.testing.TestServer;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@ValueSource(ints = {13, 15, 17, 18})
class EventReaderTest {
    @Parameter
    private int major;

    @AutoClose
    private TestLog log;

    private TestLog.Session a;
    private TestLog.Session b;
    private Follower follower;

    @BeforeEach
    void twoSessionsAndAFollower() {
        log = TestLog.ofMajor(major);
        a = log.session();
        b = log.session();
        follower = new Follower(log);
    }

    @Test
    void anEmptyLogMovesThePositionOn() {
        assertThat(follower.look()).isEmpty();
        assertThat(follower.position()).isNotEqualTo(log.log().beginning());
        assertThat(follower.look()).isEmpty();
    }

    @Test
    void twoChangesOfARowComeInTheirOrderWhicheverTransactionBeganFirst() throws SQLException {
        b.begin().takeXid();
        a.begin().update("r", "by A").commit();
        b.update("r", "by B").commit();

        assertThat(follower.look()).containsExactly("by A", "by B");
        assertThat(Long.parseLong(follower.events().get(0).xid()))
                .as("the id of A, which order by id would put last")
                .isGreaterThan(Long.parseLong(follower.events().get(1).xid()));
    }

    @Test
    void soDoTheyForAFollowerThatLooksInBetween() throws SQLException {
        b.begin().takeXid();
        assertThat(follower.look()).isEmpty();
        a.begin().update("r", "by A").commit();
        assertThat(follower.look()).containsExactly("by A");
        b.update("r", "by B");
        assertThat(follower.look()).isEmpty();
        b.commit();

        assertThat(follower.look()).containsExactly("by B");
        assertThat(follower.look()).isEmpty();
    }

    @Test
    void whatIsCommittedLateUnderALowNumberIsNotLost() throws SQLException {
        b.begin().update("late", "low number");
        a.update("early", "high number");
        assertThat(follower.look()).containsExactly("high number");
        b.commit();

        assertThat(follower.look()).containsExactly("low number");
        assertThat(follower.events().get(1).seq())
                .isLessThan(follower.events().get(0).seq());
    }

    @Test
    void whatIsReadAgainBetweenTwoPositionsIsWholeWhereAWindowEndedBetweenThem() throws SQLException {
        var reader = log.reader(EventFilter.all(), 2);
        b.begin().update("late", "low number");
        a.update("r", "1").update("r", "2");
        var full = reader.next(log.log().beginning());
        var rest = reader.next(full.end());
        assertThat(rest.events()).isEmpty();
        b.commit();
        a.update("r", "3");
        var next = reader.next(rest.end());
        assertThat(next.events()).extracting(Follower::value).containsExactly("low number", "3");

        var again = reader.between(full.end(), next.end());

        assertThat(again.events()).isEqualTo(next.events());
        assertThat(again.end()).isEqualTo(next.end());
    }

    @Test
    void aTransactionThatEndsManyWindowsLaterIsReadThenAndOnce() throws SQLException {
        b.begin().update("long", "first");
        for (var i = 0; i < 5; i++) {
            a.update("short", "short " + i);
            assertThat(follower.look()).containsExactly("short " + i);
        }
        b.update("long", "second").commit();

        assertThat(follower.look()).containsExactly("first", "second");
        assertThat(follower.look()).isEmpty();
    }

    @Test
    void whatIsRolledBackIsNeverSeen() throws SQLException {
        b.begin().update("r", "taken back");
        a.update("r", "kept");
        assertThat(follower.look()).containsExactly("kept");
        b.rollback();
        a.update("r", "kept too");

        assertThat(follower.look()).containsExactly("kept too");
    }

    @Test
    void ofSavepointsOnlyWhatWasRolledBackIsMissing() throws SQLException {
        b.begin().update("r", "1");
        var outer = b.database().connection().setSavepoint();
        b.update("r", "2");
        var inner = b.database().connection().setSavepoint();
        b.update("r", "not");
        b.database().connection().rollback(inner);
        b.update("r", "3");
        b.database().connection().releaseSavepoint(outer);
        assertThat(follower.look()).isEmpty();
        b.update("r", "4").commit();

        assertThat(follower.look()).containsExactly("1", "2", "3", "4");
        assertThat(follower.events())
                .extracting(Event::xid)
                .containsOnly(follower.events().getFirst().xid());
    }

    @Test
    void anOpenTransactionInAnotherDatabaseHoldsNothingUp() throws SQLException {
        try (var other = Database.connect(TestServer.ofMajor(major).newDatabase())) {
            other.connection().setAutoCommit(false);
            other.query("SELECT pg_current_xact_id()::text", row -> row.getString(1));
            for (var i = 0; i < 3; i++) {
                a.update("r", "value " + i);

                assertThat(follower.look()).containsExactly("value " + i);
            }
        }
        assertThat(follower.look()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 7, 100})
    void aLimitCutsAWindowIntoBatchesThatLoseAndRepeatNothing(int limit) throws SQLException {
        follower = new Follower(log, EventFilter.all(), limit);
        b.begin().update("late", "0");
        for (var i = 1; i < 7; i++) {
            a.update("r", Integer.toString(i));
        }
        assertThat(follower.look()).containsExactly("1", "2", "3", "4", "5", "6");
        b.update("late", "7").commit();
        a.update("r", "8");

        assertThat(follower.look()).containsExactly("0", "7", "8");
        assertThat(follower.batches())
                .allSatisfy(batch -> assertThat(batch.events()).hasSizeLessThanOrEqualTo(limit));
    }

    @Test
    void whatIsCommittedWhileAWindowIsReadBelongsToTheNext() {
        for (var i = 0; i < 4; i++) {
            a.update("r", Integer.toString(i));
        }
        var reader = log.reader(EventFilter.all(), 2);
        var first = reader.next(log.log().beginning());
        a.update("r", "4");
        var second = reader.next(first.end());
        var third = reader.next(second.end());

        assertThat(first.events()).extracting(Follower::value).containsExactly("0", "1");
        assertThat(second.events()).extracting(Follower::value).containsExactly("2", "3");
        assertThat(third.events()).isEmpty();
        assertThat(third.endsWindow()).isTrue();
        assertThat(reader.next(third.end()).events())
                .extracting(Follower::value)
                .containsExactly("4");
    }

    @ParameterizedTest
    @CsvSource({"random, 20", "repeated, 60"})
    void largeRowsMakeSmallBatches(String kind, int rows) {
        // a megabyte of hexadecimal digits at random, or of the same letter, which takes 12 kB in the table
        var text = kind.equals("random")
                ? "(SELECT string_agg(md5(i::text || j::text), '') FROM generate_series(1, 31250) j)"
                : "repeat('x', 1000000)";
        log.execute("INSERT INTO dbops.event_log (schema_name, table_name, op, key, after)"
                + " SELECT 'public', 'big', 'c', jsonb_build_object('id', i), jsonb_build_object('value', %s)"
                        .formatted(text)
                + " FROM generate_series(1, %d) i".formatted(rows));

        assertThat(follower.look()).hasSize(rows).allMatch(value -> value.length() == 1_000_000);
        assertThat(follower.events())
                .isSortedAccordingTo((one, two) -> Long.compare(one.seq(), two.seq()))
                .doesNotHaveDuplicates();
        assertThat(follower.batches())
                .allSatisfy(batch -> assertThat(batch.events()).hasSizeLessThanOrEqualTo(9));
    }

    @Test
    void anEventLargerThanABatchIsABatch() {
        log.execute("INSERT INTO dbops.event_log (schema_name, table_name, op, key, after)"
                + " SELECT 'public', 'big', 'c', '{}', jsonb_build_object('value', repeat('x', 20000000))"
                + " FROM generate_series(1, 2) i");

        assertThat(follower.look()).hasSize(2);
        assertThat(follower.batches())
                .extracting(batch -> batch.events().size())
                .containsExactly(1, 1, 0);
    }

    @Test
    void filtersLeaveOutTheOthers() {
        a.add("users", 'c', "1", "user");
        a.add("users", 'd', "1", "user gone");
        a.add("orders", 'c', "1", "order");
        log.execute("INSERT INTO dbops.event_log (schema_name, table_name, op, key, after)"
                + " VALUES ('audit', 'users', 'c', '{}', '{\"value\": \"audit user\"}')");

        assertThat(filtered("users")).containsExactly("user", "user gone", "audit user");
        assertThat(filtered("public.users")).containsExactly("user", "user gone");
        assertThat(filtered("audit.users", "orders")).containsExactly("order", "audit user");
        assertThat(filtered("nothing")).isEmpty();
        assertThat(read(new EventFilter(List.of(), EnumSet.of(Operation.DELETE), Optional.empty(), Optional.empty())))
                .containsExactly("user gone");
    }

    @Test
    void timesLeaveOutTheEarlierAndTheLater() {
        for (var value : List.of("one", "two", "three")) {
            a.update("r", value);
        }
        follower.look();
        var second = follower.events().get(1).time();
        var third = follower.events().get(2).time();

        assertThat(read(new EventFilter(List.of(), allOperations(), Optional.of(second), Optional.empty())))
                .containsExactly("two", "three");
        assertThat(read(new EventFilter(List.of(), allOperations(), Optional.of(second), Optional.of(third))))
                .containsExactly("two");
    }

    @Test
    void behindATimesPositionIsAllOfThatTimeAndLater() throws SQLException {
        b.begin().update("late", "late");
        a.update("r", "before");
        log.log().tick();
        a.update("r", "after");
        b.commit();
        follower.look();
        var time = follower.events().getLast().time();

        var reader = log.reader(EventFilter.all(), 10);
        var batch = reader.next(log.log().before(time));

        assertThat(batch.events()).extracting(Follower::value).containsExactly("late", "after");
    }

    @Test
    void betweenTwoPositionsIsWhatABatchHeld() throws SQLException {
        b.begin().update("late", "0");
        for (var i = 1; i < 6; i++) {
            a.update("r", Integer.toString(i));
        }
        follower = new Follower(log, EventFilter.all(), 2);
        follower.look();
        b.commit();
        a.update("r", "6");
        follower.look();
        var reader = log.reader(EventFilter.all(), 1000);

        var position = log.log().beginning();
        var again = new ArrayList<Event>();
        for (var batch : follower.batches()) {
            var part = reader.between(position, batch.end());
            assertThat(part).isEqualTo(new Batch(batch.events(), batch.window(), batch.end()));
            again.addAll(part.events());
            position = batch.end();
        }
        assertThat(again).isEqualTo(follower.events());
        assertThat(again).extracting(Follower::value).containsExactly("1", "2", "3", "4", "5", "0", "6");
    }

    @Test
    void allThatAnEventHasIsRead() {
        log.execute("INSERT INTO dbops.event_log (ts, schema_name, table_name, op, key, before, after, origin) VALUES"
                + " ('2026-11-20 10:00:00.123456+00', 'a b', 'T\"t', 'u', '{\"id\": 1}', '{\"n\": 1.50}',"
                + " '{\"n\": \"ü🐘\"}', 'somewhere'), ('-infinity', 's', 't', 't', null, null, null, null)");
        log.execute("UPDATE dbops.event_log SET ts = '2026-11-20 10:00:00+00' WHERE ts = '-infinity'");
        var events =
                log.reader(EventFilter.all(), 10).next(log.log().beginning()).events();

        assertThat(events.getFirst())
                .isEqualTo(new Event(
                        events.getFirst().seq(),
                        events.getFirst().xid(),
                        1_795_168_800_123_456L,
                        "a b",
                        "T\"t",
                        Operation.UPDATE,
                        "{\"id\": 1}",
                        "{\"n\": 1.50}",
                        "{\"n\": \"ü🐘\"}",
                        "somewhere"));
        assertThat(events.getLast())
                .extracting(Event::operation, Event::key, Event::before, Event::after, Event::origin)
                .containsExactly(Operation.TRUNCATE, "", "", "", "");
    }

    private List<String> filtered(String... tables) {
        var names = new ArrayList<TableName>();
        for (var table : tables) {
            names.add(TableName.parse(table));
        }
        return read(new EventFilter(names, allOperations(), Optional.empty(), Optional.empty()));
    }

    private List<String> read(EventFilter filter) {
        return new Follower(log, filter, 1000).look();
    }

    private static Set<Operation> allOperations() {
        return EnumSet.allOf(Operation.class);
    }
}
