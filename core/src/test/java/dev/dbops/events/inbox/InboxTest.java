package dev.dbops.events.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbops.OpsException;
import dev.dbops.Resource;
import dev.dbops.events.Event;
import dev.dbops.events.NameMap;
import dev.dbops.events.capture.EveryTypeTest;
import dev.dbops.events.ddl.SchemaTriggers;
import dev.dbops.events.received.ReceivedEvent;
import dev.dbops.events.received.ReceivedEvent.Content;
import dev.dbops.events.replay.ReplayedPair;
import dev.dbops.postgres.ConnectionPool;
import dev.dbops.postgres.Database;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.Login;
import dev.dbops.target.Password;
import dev.dbops.testing.TestServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Events in any order, repeated, late and from several callers at once lead to the rows of the source. */
class InboxTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final long SEED = Long.getLong("inbox.seed", 17);

    private static final String TABLES = """
        CREATE TABLE item (id int PRIMARY KEY, note text, n numeric);
        CREATE TABLE pair (a int, b text, v jsonb, PRIMARY KEY (b, a));
        """;

    private static final String HISTORY = """
        INSERT INTO item SELECT i, 'first ' || i, i / 7.0 FROM generate_series(1, 40) AS i;
        INSERT INTO pair SELECT i, 'b' || i % 3, jsonb_build_object('i', i) FROM generate_series(1, 40) AS i;
        DO $$
        BEGIN
            FOR turn IN 1..60 LOOP
                UPDATE item SET note = 'turn ' || turn, n = n + 1 WHERE id % 7 = turn % 7;
                DELETE FROM item WHERE id % 11 = turn % 11;
                INSERT INTO item SELECT i, 'again ' || turn, 0 FROM generate_series(1, 40) AS i WHERE i % 11 = turn % 11
                    ON CONFLICT DO NOTHING;
                UPDATE item SET id = id + 100 WHERE id = turn % 40;
                UPDATE item SET id = id - 100 WHERE id > 100 AND id - 100 NOT IN (SELECT id FROM item);
                UPDATE pair SET v = jsonb_build_object('turn', turn), b = 'b' || turn % 5 WHERE a = turn % 40;
                DELETE FROM pair WHERE a % 13 = turn % 13;
                INSERT INTO pair VALUES (turn % 13, 'b0', NULL) ON CONFLICT DO NOTHING;
            END LOOP;
        END $$;
        """;

    private static InboxResult give(ReplayedPair pair, List<ReceivedEvent> events) throws InterruptedException {
        try (var pool = new ConnectionPool(pair.target(), 1, "")) {
            return new Inbox(new NameMap()).apply(pool, events, LIMIT);
        }
    }

    private static void assertSame(ReplayedPair pair, String... tables) {
        for (var table : tables) {
            var rows = "SELECT t::text FROM %s AS t ORDER BY 1".formatted(table);
            assertThat(pair.targetRows(rows)).as(table).isEqualTo(pair.sourceRows(rows));
        }
    }

    /** The target as a role sees it that may not turn foreign keys off. */
    private static ConnectionTarget restricted(ReplayedPair pair) {
        pair.inTarget("""
            DO $$
            BEGIN
                CREATE ROLE receiver LOGIN PASSWORD '%s';
            EXCEPTION
                WHEN duplicate_object THEN NULL;
            END $$;
            GRANT ALL ON ALL TABLES IN SCHEMA public TO receiver;
            DO $$
            BEGIN
                EXECUTE format('GRANT CREATE ON DATABASE %%I TO receiver', current_database());
            END $$
            """.formatted(TestServer.PASSWORD));
        return pair.target().as(new Login("receiver", new Password(TestServer.PASSWORD)));
    }

    @ParameterizedTest
    @ValueSource(ints = {13, 15, 17, 18})
    void anyOrderLeadsToTheRowsOfTheSource(int major) throws InterruptedException {
        var pair = new ReplayedPair(major).both(TABLES).capture("item", "pair").inSource(HISTORY);
        var events = Deliveries.all(pair.source());
        var random = new Random(SEED + major);

        try (var pool = new ConnectionPool(pair.target(), 1, "")) {
            var inbox = new Inbox(new NameMap());
            for (var batch : Deliveries.shuffled(events, random, 200)) {
                assertThat(inbox.apply(pool, batch, LIMIT).refusals()).isEmpty();
            }
        }

        assertSame(pair, "item", "pair");
        var again = give(pair, events);
        assertThat(again.applied()).isEmpty();
        assertThat(again.stale()).hasSize(events.size());
    }

    @Test
    void severalCallersAtOnceLeadToTheRowsOfTheSource() throws Exception {
        var pair = new ReplayedPair(17)
                .both(TABLES)
                .capture("item", "pair")
                .inSource(HISTORY + "TRUNCATE item, pair;" + HISTORY);
        var batches = Deliveries.shuffled(Deliveries.all(pair.source()), new Random(SEED), 50);

        try (var callers = Executors.newFixedThreadPool(6)) {
            List<Callable<Void>> works = new ArrayList<>();
            for (var caller = 0; caller < 6; caller++) {
                var share = new ArrayList<List<ReceivedEvent>>();
                for (var i = caller; i < batches.size(); i += 6) {
                    share.add(batches.get(i));
                }
                works.add(() -> {
                    try (var pool = new ConnectionPool(pair.target(), 1, "")) {
                        var inbox = new Inbox(new NameMap());
                        for (var batch : share) {
                            assertThat(inbox.apply(pool, batch, LIMIT).refusals())
                                    .isEmpty();
                        }
                    }
                    return null;
                });
            }
            for (var work : callers.invokeAll(works)) {
                work.get();
            }
        }

        assertSame(pair, "item", "pair");
    }

    @ParameterizedTest
    @ValueSource(ints = {13, 17})
    void aTruncateRemovesWhatWasBeforeItWheneverItArrives(int major) throws InterruptedException {
        var pair = new ReplayedPair(major).both(TABLES).capture("item", "pair");
        pair.inSource("INSERT INTO item VALUES (1, 'a', 1), (2, 'b', 2); INSERT INTO pair VALUES (1, 'x', '{}')");
        pair.inSource("TRUNCATE item, pair");
        pair.inSource("INSERT INTO item VALUES (2, 'later', 3), (3, 'c', 3); DELETE FROM item WHERE id = 3");
        pair.inTarget("INSERT INTO item VALUES (77, 'of a copy', 0)");
        var events = Deliveries.all(pair.source());
        var truncates =
                events.stream().filter(event -> event.event().key().isEmpty()).toList();

        give(
                pair,
                events.stream()
                        .filter(event -> event.event().seq()
                                > truncates.getLast().event().seq())
                        .toList());
        assertThat(pair.targetRows("SELECT id FROM item ORDER BY id")).containsExactly("2", "77");
        give(pair, truncates);
        assertSame(pair, "item", "pair");
        give(pair, events);

        assertSame(pair, "item", "pair");
        assertThat(give(pair, truncates).stale()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {13, 15, 17, 18})
    void everyTypeIsTheSame(int major) throws InterruptedException {
        var everyType = Resource.text(EveryTypeTest.class, "every-type.sql");
        var pair = new ReplayedPair(major).inSource(everyType).inTarget(everyType + "; TRUNCATE every_type");
        pair.capture("every_type").inSource("UPDATE every_type SET id = id + 100");

        give(pair, Deliveries.all(pair.source()).reversed());

        assertSame(pair, "every_type");
    }

    /** A statement whose time grew with the square of the number of events would exceed its limit. */
    @Test
    void aBatchMayHaveAllEventsThatAStreamGivesAFunction() throws InterruptedException {
        var pair = new ReplayedPair(17).both(TABLES).capture("item");
        pair.inSource("INSERT INTO item SELECT i, 'x', i FROM generate_series(1, 20000) AS i");

        assertThat(give(pair, Deliveries.all(pair.source())).applied()).hasSize(20_000);

        assertThat(pair.targetRows("SELECT count(*) FROM item")).containsExactly("20000");
    }

    @Test
    void rowsWithoutAKeyAreInsertedOnce() throws InterruptedException {
        var pair = new ReplayedPair(17).both("CREATE TABLE line (note text)").captureInserts("line");
        pair.inSource("INSERT INTO line VALUES ('a'), ('a'), ('b')");
        var events = Deliveries.all(pair.source());

        give(pair, events);
        give(pair, events.reversed());

        assertSame(pair, "line");
    }

    @Test
    void anEventThatIsRefusedDoesNotKeepTheOthersFromBeingApplied() throws InterruptedException {
        var pair = new ReplayedPair(17)
                .both(TABLES
                        + "CREATE TABLE other (id int PRIMARY KEY); CREATE TABLE wide (id int PRIMARY KEY, more text)");
        pair.inTarget("ALTER TABLE item ADD CHECK (id <> 13); ALTER TABLE item ALTER n TYPE int; DROP TABLE other;"
                + " ALTER TABLE wide DROP COLUMN more");
        pair.capture("item", "pair", "other", "wide");
        pair.inSource(
                "INSERT INTO item SELECT i, 'x', i FROM generate_series(1, 30) AS i; INSERT INTO item VALUES (40, 'too"
                        + " large', 1e20); INSERT INTO other VALUES (1); INSERT INTO wide VALUES (1, 'x');"
                        + " INSERT INTO pair VALUES (1, 'x', NULL)");

        var result = give(pair, Deliveries.all(pair.source()));

        assertThat(result.refusals())
                .allSatisfy(refusal -> assertThat(refusal.mayPass()).isFalse());
        assertThat(result.refusals())
                .extracting(refusal -> refusal.event().event().table()
                        + refusal.event().event().key() + ": "
                        + refusal.reason().getMessage().lines().findFirst().orElseThrow())
                .containsExactlyInAnyOrder(
                        "item{\"id\": 13}: new row for relation \"item\" violates check constraint \"item_id_check\"",
                        "item{\"id\": 40}: value \"100000000000000000000\" is out of range for type integer",
                        "other{\"id\": 1}: there is no table public.other in database \"%s\""
                                .formatted(pair.target().database()),
                        "wide{\"id\": 1}: table \"public\".\"wide\" of database \"%s\" has no column more"
                                .formatted(pair.target().database()));
        assertThat(result.applied()).hasSize(30);
        assertThat(pair.targetRows("SELECT count(*) FROM item")).containsExactly("29");
        assertThat(pair.targetRows("SELECT count(*) FROM dbops.received")).containsExactly("30");
    }

    @Test
    void anEventWhoseTableIsMissingIsAppliedWhenTheTableIsThere() throws InterruptedException {
        var pair =
                new ReplayedPair(17).inSource(TABLES).capture("item").inSource("INSERT INTO item VALUES (1, 'a', 1)");
        try (var pool = new ConnectionPool(pair.target(), 1, "")) {
            var inbox = new Inbox(new NameMap());
            var events = Deliveries.all(pair.source());
            assertThat(inbox.apply(pool, events, LIMIT).refusals()).hasSize(1);

            pair.inTarget(TABLES);
            assertThat(inbox.apply(pool, events, LIMIT).applied()).hasSize(1);
            // what the inbox knows by heart is no longer true
            pair.inTarget("DROP TABLE dbops.received, dbops.received_table, item")
                    .inTarget(TABLES.replace("CREATE TABLE pair", "CREATE TABLE pair_again"));
            assertThat(inbox.apply(pool, events, LIMIT).applied()).hasSize(1);
        }
        assertSame(pair, "item");
    }

    /** A transaction that was rolled back has taken the registration of its tables with it. */
    @Test
    void aTruncateOfATableThatIsNoLongerRegisteredIsApplied() throws InterruptedException {
        var pair = new ReplayedPair(17).both(TABLES).capture("item");
        pair.inSource("INSERT INTO item VALUES (1, 'a', 1)").inSource("TRUNCATE item");
        var events = Deliveries.all(pair.source());
        try (var pool = new ConnectionPool(pair.target(), 1, "")) {
            var inbox = new Inbox(new NameMap());
            inbox.apply(pool, events.subList(0, 1), LIMIT);
            pair.inTarget("DELETE FROM dbops.received_table");

            assertThat(inbox.apply(pool, events.subList(1, 2), LIMIT).applied()).hasSize(1);
        }
        assertSame(pair, "item");
    }

    @Test
    void aChildWaitsForItsParent() throws InterruptedException {
        var pair = new ReplayedPair(17)
                .both("CREATE TABLE parent (id int PRIMARY KEY, email text UNIQUE);"
                        + " CREATE TABLE child (id int PRIMARY KEY, parent int REFERENCES parent)");
        pair.capture("parent", "child");
        pair.inSource("INSERT INTO parent VALUES (1, 'x'); INSERT INTO child VALUES (1, 1)");
        pair.inSource("UPDATE parent SET email = 'y' WHERE id = 1; INSERT INTO parent VALUES (2, 'x')");
        var restricted = restricted(pair);
        var events = Deliveries.all(pair.source());

        try (var pool = new ConnectionPool(restricted, 1, "")) {
            var inbox = new Inbox(new NameMap());
            var early = inbox.apply(pool, List.of(events.get(1), events.get(0)), LIMIT);
            assertThat(early.refusals()).isEmpty();
        }
        pair.inTarget("DELETE FROM child; DELETE FROM parent; TRUNCATE dbops.received");
        try (var pool = new ConnectionPool(restricted, 1, "")) {
            var inbox = new Inbox(new NameMap());
            var child = inbox.apply(pool, List.of(events.get(1)), LIMIT).refusals();
            assertThat(child).singleElement().satisfies(refusal -> {
                assertThat(refusal.mayPass()).isTrue();
                assertThat(refusal.reason().getMessage()).contains("violates foreign key constraint");
            });
            inbox.apply(pool, List.of(events.get(0)), LIMIT);
            assertThat(inbox.apply(pool, List.of(events.get(3)), LIMIT).refusals())
                    .singleElement()
                    .satisfies(refusal -> assertThat(refusal.mayPass()).isTrue());
            assertThat(inbox.apply(pool, List.of(events.get(3), events.get(2), events.get(1)), LIMIT)
                            .refusals())
                    .isEmpty();
        }
        assertSame(pair, "parent", "child");
    }

    @Test
    void aReadOnlyTargetRefusesTheCallAndNoEvent() throws InterruptedException {
        var pair = new ReplayedPair(17).both(TABLES).capture("item").inSource("INSERT INTO item VALUES (1, 'a', 1)");
        give(pair, List.of());
        give(pair, Deliveries.all(pair.source()));
        pair.inSource("UPDATE item SET note = 'b'");
        pair.inTarget("ALTER DATABASE \"%s\" SET default_transaction_read_only = on"
                .formatted(pair.target().database()));

        assertThatThrownBy(() -> give(pair, Deliveries.all(pair.source())))
                .isInstanceOfSatisfying(
                        OpsException.class,
                        e -> assertThat(e.serverError())
                                .hasValueSatisfying(
                                        error -> assertThat(error.sqlState()).isEqualTo("25006")));
    }

    @Test
    void noSettingOfTheSessionIsChanged() throws InterruptedException {
        var pair = new ReplayedPair(17).both(TABLES).capture("item").inSource("INSERT INTO item VALUES (1, 'a', 1)");
        var settings = "SELECT name || ' ' || setting FROM pg_settings WHERE source = 'session' AND name <>"
                + " 'application_name' ORDER BY 1";
        try (var pool = new ConnectionPool(pair.target(), 1, "")) {
            List<String> before;
            try (var lease = pool.borrow()) {
                before = lease.database().query(settings, row -> row.getString(1));
            }
            new Inbox(new NameMap()).apply(pool, Deliveries.all(pair.source()), LIMIT);
            new InboxPruning(Duration.ZERO).forget(pool, LIMIT);

            try (var lease = pool.borrow()) {
                assertThat(lease.database().query(settings, row -> row.getString(1)))
                        .isEqualTo(before);
                assertThat(lease.database()
                                .query(
                                        "SELECT coalesce(current_setting('dbops.replay', true), '')",
                                        row -> row.getString(1)))
                        .containsExactly("");
            }
        }
    }

    @Test
    void whatWasForgottenIsRefusedWhenItComesAgain() throws InterruptedException {
        var pair = new ReplayedPair(17).both(TABLES).capture("item");
        pair.inSource("INSERT INTO item VALUES (1, 'a', 1), (2, 'b', 2); UPDATE item SET note = 'c'");
        var events = Deliveries.all(pair.source());
        give(pair, events);
        try (var pool = new ConnectionPool(pair.target(), 1, "")) {
            assertThat(new InboxPruning(Duration.ofDays(1)).forget(pool, LIMIT)).isZero();
            pair.inTarget(
                    "UPDATE dbops.received SET received_at = now() - interval '2 days' WHERE key = '{\"id\": 1}'");
            assertThat(new InboxPruning(Duration.ofDays(1)).forget(pool, LIMIT)).isOne();
        }

        var again = give(pair, events);
        pair.inSource("INSERT INTO item VALUES (3, 'new', 3); UPDATE item SET note = 'd'");
        var all = Deliveries.all(pair.source());
        var later = give(pair, all.subList(events.size(), all.size()));

        assertThat(again.refusals()).singleElement().satisfies(refusal -> {
            assertThat(refusal.event().event().key()).isEqualTo("{\"id\": 1}");
            assertThat(refusal.reason()).hasMessageStartingWith("the event is older than what the inbox remembers");
        });
        assertThat(later.refusals()).isEmpty();
        assertSame(pair, "item");
    }

    /** The target's key says which columns are the key of an event in Debezium's form. */
    @Test
    void anEventWithoutItsKeyHasThatOfTheTarget() throws InterruptedException {
        var pair = new ReplayedPair(17).both(TABLES).capture("pair");
        pair.inSource(
                "INSERT INTO pair VALUES (1, 'é \"x\"', '[1, {\"a\": 2}]'), (2, 'y', NULL); UPDATE pair SET v = '0'"
                        + " WHERE a = 2; DELETE FROM pair WHERE a = 1");
        var events = Deliveries.all(pair.source()).stream()
                .map(InboxTest::withoutKey)
                .toList();

        assertThat(give(pair, events.reversed()).refusals()).isEmpty();

        assertSame(pair, "pair");
        assertThat(pair.targetRows("SELECT key FROM dbops.received ORDER BY key"))
                .hasSize(2);
    }

    private static ReceivedEvent withoutKey(ReceivedEvent received) {
        var event = received.event();
        var row = event.after().isEmpty() && event.before().isEmpty() ? event.key() : event.before();
        return new ReceivedEvent(
                received.log(),
                new Event(
                        event.seq(),
                        event.xid(),
                        event.micros(),
                        event.schema(),
                        event.table(),
                        event.operation(),
                        "",
                        row,
                        event.after(),
                        event.origin()),
                Content.WITHOUT_KEY);
    }

    @Test
    void aKeyWhoseEqualValuesHaveSeveralTextsIsRefused() throws InterruptedException {
        var pair = new ReplayedPair(17)
                .both("CREATE TABLE span (id interval PRIMARY KEY)")
                .capture("span");
        pair.inSource("INSERT INTO span VALUES ('1 day')");

        assertThat(give(pair, Deliveries.all(pair.source())).refusals())
                .singleElement()
                .satisfies(refusal -> assertThat(refusal.reason().getMessage())
                        .contains("has column \"id\" of type interval, whose equal values may have several texts"));
    }

    /** Rows of the new shape are refused by themselves, if the target cannot take them. */
    @Test
    void changesOfDefinitionsAreReadAndPassedOver() throws InterruptedException {
        var pair = new ReplayedPair(17).both(TABLES).capture("item");
        try (var database = Database.connect(pair.source())) {
            new SchemaTriggers(database).install();
        }
        pair.inSource("INSERT INTO item VALUES (1, 'a', 1); ALTER TABLE item ADD COLUMN x int; ALTER TABLE item DROP"
                + " COLUMN x; DROP TABLE item CASCADE");

        var events = Deliveries.all(pair.source());
        var result = give(pair, events);

        assertThat(events).filteredOn(each -> each.event().isSchemaChange()).hasSize(4);
        assertThat(result.refusals()).isEmpty();
        assertThat(result.applied()).hasSize(1);
        assertThat(result.stale()).hasSize(4);
    }
}
