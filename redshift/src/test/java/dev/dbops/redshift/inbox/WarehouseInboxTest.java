package dev.dbops.redshift.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.events.Operation;
import dev.dbops.events.inbox.Deliveries;
import dev.dbops.events.received.ReceivedEvent;
import dev.dbops.events.replay.ReplayedPair;
import dev.dbops.redshift.inbox.InboxPair.Way;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Events in any order, repeated, late and from several callers at once lead to the rows of the source. */
class WarehouseInboxTest {
    private static final long SEED = Long.getLong("inbox.seed", 17);

    private static final String TABLES = """
        CREATE TABLE item (id int PRIMARY KEY, note text, n numeric(12, 2));
        CREATE TABLE pair (a int, b text, v jsonb, PRIMARY KEY (b, a));
        """;

    private static final String HISTORY = """
        INSERT INTO item SELECT i, 'first ' || i, i / 7.0 FROM generate_series(1, 40) AS i;
        INSERT INTO pair SELECT i, 'b' || i % 3, jsonb_build_object('i', i) FROM generate_series(1, 40) AS i;
        DO $$
        BEGIN
            FOR turn IN 1..30 LOOP
                UPDATE item SET note = 'turn ' || turn, n = n + 1 WHERE id % 7 = turn % 7;
                DELETE FROM item WHERE id % 11 = turn % 11;
                INSERT INTO item SELECT i, '', NULL FROM generate_series(1, 40) AS i WHERE i % 11 = turn % 11
                    ON CONFLICT DO NOTHING;
                UPDATE item SET id = id + 100 WHERE id = turn % 40;
                UPDATE item SET id = id - 100 WHERE id > 100 AND id - 100 NOT IN (SELECT id FROM item);
                UPDATE pair SET v = jsonb_build_object('turn', turn), b = 'b' || turn % 5 WHERE a = turn % 40;
                DELETE FROM pair WHERE a % 13 = turn % 13;
                INSERT INTO pair VALUES (turn % 13, 'b0', NULL) ON CONFLICT DO NOTHING;
            END LOOP;
        END $$;
        """;

    private static final String ITEMS = "SELECT id, note, n FROM item ORDER BY id";
    private static final String PAIRS = "SELECT b, a, v FROM pair ORDER BY b, a";

    private InboxPair pair;

    @AfterEach
    void close() {
        pair.close();
    }

    private InboxPair items(Way way) {
        pair = new InboxPair(way).inSource(TABLES).both("item", "id").both("pair", "b", "a");
        return pair;
    }

    @ParameterizedTest
    @EnumSource
    void anyOrderLeadsToTheRowsOfTheSource(Way way) {
        items(way).inSource(HISTORY + "TRUNCATE item, pair;" + HISTORY);
        var events = pair.events();

        for (var batch : Deliveries.shuffled(events, new Random(SEED), 300)) {
            // each batch is given by a process of its own
            var result = pair.give(batch);
            assertThat(InboxPair.reasons(result)).isEmpty();
            assertThat(result.received()).hasSameSizeAs(batch);
        }

        pair.assertSame(ITEMS);
        pair.assertSame(PAIRS);
        pair.give(events.reversed());
        pair.assertSame(ITEMS);
        pair.assertSame(PAIRS);
    }

    @ParameterizedTest
    @EnumSource
    void severalCallersAtOnceLeadToTheRowsOfTheSource(Way way) throws Exception {
        items(way).inSource(HISTORY + "TRUNCATE item, pair;" + HISTORY);
        var batches = Deliveries.shuffled(pair.events(), new Random(SEED), 200);

        try (var callers = Executors.newFixedThreadPool(6)) {
            List<Callable<Void>> works = new ArrayList<>();
            for (var caller = 0; caller < 6; caller++) {
                var share = new ArrayList<List<ReceivedEvent>>();
                for (var i = caller; i < batches.size(); i += 6) {
                    share.add(batches.get(i));
                }
                works.add(() -> {
                    var inbox = pair.inbox();
                    for (var batch : share) {
                        assertThat(InboxPair.reasons(InboxPair.give(inbox, batch)))
                                .isEmpty();
                    }
                    return null;
                });
            }
            for (var work : callers.invokeAll(works)) {
                work.get();
            }
        }

        pair.assertSame(ITEMS);
        pair.assertSame(PAIRS);
    }

    @ParameterizedTest
    @EnumSource
    void aStaleEventOfADeletedRowIsIgnored(Way way) {
        items(way).inSource("INSERT INTO item VALUES (1, 'a', 1)", "UPDATE item SET note = 'b'", "DELETE FROM item");
        var events = pair.events();

        for (var event : events.reversed()) {
            assertThat(pair.give(List.of(event)).received()).hasSize(1);
        }

        pair.assertSame(ITEMS);
        pair.inSource("INSERT INTO item VALUES (1, 'again', 2)");
        pair.give(pair.events());
        pair.assertSame(ITEMS);
    }

    @ParameterizedTest
    @EnumSource
    void aTruncateRemovesWhatWasBeforeItWheneverItArrives(Way way) {
        items(way)
                .inSource("INSERT INTO item VALUES (1, 'a', 1), (2, 'b', 2)", "TRUNCATE item")
                .inSource("INSERT INTO item VALUES (2, 'later', 3), (3, 'c', 3); DELETE FROM item WHERE id = 3")
                .inWarehouse("INSERT INTO \"item\" (\"id\", \"note\") VALUES (77, 'of a copy')");
        var events = pair.events();
        var truncate = events.stream()
                .filter(event -> event.event().operation() == Operation.TRUNCATE)
                .toList();
        var last = truncate.getFirst().event().seq();

        pair.give(events.stream().filter(event -> event.event().seq() > last).toList());
        assertThat(pair.warehouse().rows("SELECT id FROM item ORDER BY id")).containsExactly("2", "77");
        assertThat(pair.give(truncate).received()).hasSize(1);
        pair.assertSame(ITEMS);
        pair.give(events);
        pair.assertSame(ITEMS);

        // what was copied in the meantime is not older than a repeated TRUNCATE
        pair.inWarehouse("INSERT INTO \"item\" (\"id\", \"note\") VALUES (78, 'of another copy')");
        assertThat(pair.give(truncate).received()).hasSize(1);
        assertThat(pair.warehouse().rows("SELECT id FROM item ORDER BY id")).containsExactly("2", "78");
    }

    @ParameterizedTest
    @EnumSource
    void aTruncateMayComeBeforeEverythingElse(Way way) {
        items(way)
                .inSource("INSERT INTO item VALUES (1, 'a', 1)", "TRUNCATE item", "INSERT INTO item VALUES (2, 'b', 2)")
                .inSource("TRUNCATE item", "INSERT INTO item VALUES (3, 'c', 3)")
                .inWarehouse("INSERT INTO \"item\" (\"id\", \"note\") VALUES (77, 'of a copy')");
        var events = pair.events();

        pair.give(List.of(events.get(3)));
        assertThat(pair.warehouse().rows(ITEMS)).isEmpty();
        pair.give(List.of(events.get(2), events.get(0)));
        assertThat(pair.warehouse().rows(ITEMS)).isEmpty();
        pair.give(List.of(events.get(4), events.get(1)));

        pair.assertSame(ITEMS);
        assertThat(pair.warehouse().rows("SELECT tablename FROM pg_tables WHERE schemaname = 'dbops'"))
                .hasSize(2);
    }

    @ParameterizedTest
    @EnumSource
    void rowsWithoutAKeyAreInsertedOnce(Way way) {
        pair = new InboxPair(way).inSource("CREATE TABLE line (note text)");
        pair.create(pair.source(), "line");
        pair.source().captureInserts("line");
        pair.inSource("INSERT INTO line VALUES ('a'), ('a'), (NULL)");
        var events = pair.events();

        pair.give(events);
        pair.give(events.reversed());

        pair.assertSame("SELECT note FROM line ORDER BY 1");
    }

    @ParameterizedTest
    @EnumSource
    void aTruncateOfRowsWithoutAKeyIsAppliedUnlessLaterRowsCame(Way way) {
        pair = new InboxPair(way).inSource("CREATE TABLE line (note text)");
        pair.create(pair.source(), "line");
        pair.source().captureInserts("line");
        pair.inSource("INSERT INTO line VALUES ('a'), ('b')");
        var first = pair.events();
        var number = first.getLast().event().seq();
        var later = InboxEvents.withNumber(first.get(0), number + 200);
        var early = InboxEvents.truncate(first.get(0), number + 100);
        var last = InboxEvents.truncate(first.get(0), number + 300);

        pair.give(first);
        assertThat(pair.give(List.of(early)).received()).hasSize(1);
        assertThat(pair.warehouse().rows("SELECT note FROM line")).isEmpty();
        // repeated, and together with what it has removed
        pair.give(first);
        pair.give(List.of(later));
        assertThat(pair.give(List.of(early)).received()).hasSize(1);
        assertThat(pair.warehouse().rows("SELECT note FROM line")).containsExactly("a");

        var between = pair.give(List.of(InboxEvents.truncate(first.get(0), number + 150)));
        assertThat(InboxPair.reasons(between))
                .containsExactly(
                        "rows without a key arrived before this TRUNCATE and are later than it, and it is unknown"
                                + " which they are");
        pair.give(List.of(later));
        assertThat(pair.warehouse().rows("SELECT note FROM line")).containsExactly("a");
        pair.give(List.of(last));
        assertThat(pair.warehouse().rows("SELECT note FROM line")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void twoLogsMayWriteIntoOneTable(Way way) {
        items(way).inSource("INSERT INTO item VALUES (1, 'a', 1)", "UPDATE item SET note = 'b'");
        var other = new ReplayedPair(17).inSource(TABLES).capture("item");
        other.inSource("INSERT INTO item VALUES (2, 'of the other', 1)");

        pair.give(pair.events());
        pair.give(Deliveries.all(other.source()));
        pair.give(pair.events());

        assertThat(pair.warehouse().rows(ITEMS)).containsExactly("1|b|1.00", "2|of the other|1.00");
        // as in a replay, a TRUNCATE is one of the table, wherever its rows are from
        pair.inSource("TRUNCATE item");
        pair.give(pair.events());
        assertThat(pair.warehouse().rows(ITEMS)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void keysOfEveryTypeFindTheirRows(Way way) {
        pair = new InboxPair(way).inSource("""
            CREATE TABLE every (d numeric(10, 3), t timestamptz, day date, u uuid, ok boolean, f float8, s smallint, x text,
                n int, PRIMARY KEY (d, t, day, u, ok, f, s, x))
            """);
        pair.both("every", "d", "t", "day", "u", "ok", "f", "s", "x");
        pair.inSource(
                """
                INSERT INTO every SELECT i / 8.0, '2026-01-01 12:00+01'::timestamptz + i * interval '1 hour', '2026-01-01'::date + i,
                    md5(i::text)::uuid, i % 2 = 0, i / 3.0, i, 'it''s "?" :p1 \\ ' || i || '.', i FROM generate_series(1, 20) AS i
                """,
                "SET TimeZone = 'Asia/Tokyo'; UPDATE every SET n = n + 1000 WHERE n % 3 = 0; DELETE FROM every WHERE n"
                        + " % 4 = 0");
        var events = pair.events();

        pair.give(events.reversed());
        pair.give(events);

        pair.assertSame("SELECT x, n, d, t, day, u, ok, s FROM every ORDER BY x");
    }

    @ParameterizedTest
    @EnumSource
    void namesMayHaveAnyCharacters(Way way) {
        pair = new InboxPair(way)
                .inSource("CREATE TABLE \"It's \"\"a\"\" ?:p1 T\" (\"K?:p1'\"\"\" int PRIMARY KEY, \"?V :p2\" text)");
        pair.create(pair.source(), "It's \"a\" ?:p1 T", "K?:p1'\"");
        pair.source().capture("\"It's \"\"a\"\" ?:p1 T\"");
        pair.inSource(
                "INSERT INTO \"It's \"\"a\"\" ?:p1 T\" VALUES (1, 'a'), (2, 'b')",
                "UPDATE \"It's \"\"a\"\" ?:p1 T\" SET \"?V :p2\" = '?' WHERE \"K?:p1'\"\"\" = 1",
                "TRUNCATE \"It's \"\"a\"\" ?:p1 T\"",
                "INSERT INTO \"It's \"\"a\"\" ?:p1 T\" VALUES (1, ':p1')");

        for (var event : pair.events().reversed()) {
            assertThat(InboxPair.reasons(pair.give(List.of(event)))).isEmpty();
        }

        assertThat(pair.warehouse().gate().refused()).isEmpty();
        assertThat(pair.warehouse().rows("SELECT * FROM \"it's \"\"a\"\" ?:p1 t\""))
                .containsExactly("1|:p1");
    }
}
