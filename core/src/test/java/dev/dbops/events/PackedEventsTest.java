package dev.dbops.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbops.events.capture.CaptureDatabase;
import dev.dbops.events.capture.CaptureOptions;
import dev.dbops.events.capture.Delivery;
import dev.dbops.events.log.LogInspection;
import dev.dbops.events.log.Retention;
import dev.dbops.postgres.TableName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Statements that change many rows, whose events are in the log in packs. */
class PackedEventsTest {
    private static final String COLUMNS = "id int, part int DEFAULT 1, name text, data jsonb, list int[]";

    private static final String SINGLE = "SELECT count(*) FROM dbops.event_log WHERE packed IS NULL";

    private static final List<String> CHANGES = List.of(
            "INSERT INTO %s SELECT i, 1, 'n' || i, to_jsonb(i), format('[0:1]={%%s,2}', i)::int[]"
                    + " FROM generate_series(1, 1300) AS i",
            "UPDATE %s SET name = upper(name), data = '{\"b\": [1]}'",
            "UPDATE %s SET id = CASE WHEN id %% 400 = 0 THEN -id ELSE id END, name = NULL",
            "DELETE FROM %s WHERE id %% 2 = 0",
            "DELETE FROM %s");

    /** Events that are delivered at once are logged one by one. */
    private static CaptureOptions options(boolean packed, boolean fullBefore, List<String> excluded) {
        var delivery = packed ? Delivery.NONE : new Delivery("channel", "", "Event", false);
        return new CaptureOptions(Operation.ALL, List.of(), excluded, fullBefore, "", delivery);
    }

    private static EventFilter of(String table) {
        return new EventFilter(
                List.of(TableName.parse(table)), EnumSet.allOf(Operation.class), Optional.empty(), Optional.empty());
    }

    private static List<Event> read(CaptureDatabase db, String table, int limit) {
        var events = new ArrayList<Event>();
        for (var batch : batches(db, table, limit)) {
            events.addAll(batch.events());
        }
        return events;
    }

    /** Each is read from the position that the one before was written as. */
    private static List<Batch> batches(CaptureDatabase db, String table, int limit) {
        try (var database = db.connect()) {
            var reader = new EventReader(database, of(table), limit);
            var position = EventLog.open(database).beginning();
            var batches = new ArrayList<Batch>();
            Batch batch;
            do {
                batch = reader.next(position);
                position = Position.parse(batch.end().toString());
                batches.add(batch);
            } while (!batch.endsWindow());
            return batches;
        }
    }

    private static List<String> changes(List<Event> events) {
        return events.stream()
                .map(event -> event.operation() + " " + event.key() + " " + event.before() + " " + event.after())
                .toList();
    }

    private static CaptureDatabase packed(int rows) {
        var db = new CaptureDatabase(17);
        db.run("CREATE TABLE t (" + COLUMNS + ", PRIMARY KEY (id))").install("t");
        db.run("INSERT INTO t SELECT i, 1, 'n' || i FROM generate_series(1, %d) AS i".formatted(rows));
        return db;
    }

    @ParameterizedTest
    @CsvSource({"13, false, 'id'", "17, true, 'part, id'", "18, false, 'id, part'"})
    void areReadAsIfTheyHadBeenLoggedOneByOne(int major, boolean fullBefore, String key) {
        try (var db = new CaptureDatabase(major)) {
            for (var table : List.of("packed", "single")) {
                db.run("CREATE TABLE %s (%s, PRIMARY KEY (%s))".formatted(table, COLUMNS, key));
                db.install(options(table.equals("packed"), fullBefore, List.of("data", "list")), table);
                CHANGES.forEach(change -> db.run(change.formatted(table)));
            }

            var events = read(db, "packed", 1000);
            assertThat(changes(events))
                    .isEqualTo(changes(read(db, "single", 1000)))
                    .hasSizeGreaterThan(4 * 1300);
            assertThat(events).extracting(Event::seq).isSorted().doesNotHaveDuplicates();
            assertThat(db.rows("SELECT count(*) < 600 FROM dbops.event_log WHERE table_name = 'packed'"))
                    .containsExactly("t");
        }
    }

    @Test
    void haveWhatJsonbWouldLose() {
        try (var db = new CaptureDatabase(17)) {
            for (var table : List.of("packed", "single")) {
                db.run("CREATE TABLE %s (%s, PRIMARY KEY (id))".formatted(table, COLUMNS));
                db.install(options(table.equals("packed"), true, List.of()), table);
                CHANGES.forEach(change -> db.run(change.formatted(table)));
            }

            var changes = changes(read(db, "packed", 1000));
            assertThat(changes).isEqualTo(changes(read(db, "single", 1000)));
            assertThat(changes.get(1299)).contains("\"data\": \"1300\"", "\"list\": \"[0:1]={1300,2}\"");
        }
    }

    @Test
    void ofATableWithoutAKeyHaveNone() {
        try (var db = new CaptureDatabase(17)) {
            db.run("CREATE TABLE t (id int)")
                    .install(
                            new CaptureOptions(
                                    List.of(Operation.INSERT), List.of(), List.of(), false, "", Delivery.NONE),
                            "t");
            db.run("INSERT INTO t SELECT generate_series(1, 300)");

            assertThat(read(db, "t", 1000))
                    .hasSize(300)
                    .allMatch(event -> event.key().isEmpty());
            assertThat(db.rows(SINGLE)).containsExactly("100");
        }
    }

    @Test
    void areReadOnFromAnyPositionInsideAPack() {
        try (var db = packed(700);
                var database = db.connect()) {
            db.run("INSERT INTO t VALUES (0)");
            var batches = batches(db, "t", 7);
            var reader = new EventReader(database, of("t"), 1000);
            var log = EventLog.open(database);

            var position = log.beginning();
            var seen = new ArrayList<Event>();
            for (var batch : batches) {
                assertThat(batch.events()).hasSizeLessThanOrEqualTo(7);
                assertThat(reader.between(position, batch.end()).events()).isEqualTo(batch.events());
                seen.addAll(batch.events());
                position = batch.end();
                assertThat(new PendingEvents(database)
                                .count(position, of("t")).stream()
                                        .mapToLong(TableEvents::inserts)
                                        .sum())
                        .isEqualTo(701 - seen.size());
            }
            assertThat(seen).isEqualTo(read(db, "t", 10_000)).hasSize(701);
        }
    }

    @Test
    void areCountedAndListedOneByOne() {
        try (var db = packed(700);
                var database = db.connect()) {
            var log = EventLog.open(database);
            var inside = batches(db, "t", 250).get(1).end();
            new Consumers(database).begin("reader", "file", "", inside);

            var status = new LogInspection(log).look();
            assertThat(status.events()).isEqualTo(700);
            assertThat(status.consumers().getFirst().behind()).isEqualTo(400);
            var listing = new EventListing(log, of("t"));
            assertThat(listing.last(3).events())
                    .extracting(Event::key)
                    .containsExactly("{\"id\": 698}", "{\"id\": 699}", "{\"id\": 700}");
            assertThat(listing.first(201).events())
                    .hasSize(201)
                    .last()
                    .extracting(Event::key)
                    .isEqualTo("{\"id\": 201}");
        }
    }

    @Test
    void ofSessionsThatWriteAtTheSameTimeHaveNumbersOfTheirOwn() {
        try (var db = packed(100);
                var first = db.connect();
                var second = db.connect()) {
            for (var database : List.of(first, second)) {
                database.executeAsIs("BEGIN");
            }
            for (var i = 1; i <= 4; i++) {
                var database = i % 2 == 0 ? first : second;
                database.execute("INSERT INTO public.t SELECT generate_series(1000 * ?, 1000 * ? + 899)", i, i);
            }
            for (var database : List.of(first, second)) {
                database.executeAsIs("COMMIT");
            }

            assertThat(db.rows("SELECT max(packed) BETWEEN 400 AND 500 FROM dbops.event_log"))
                    .containsExactly("t");
            assertThat(read(db, "t", 1000))
                    .hasSize(3700)
                    .extracting(Event::seq)
                    .isSorted()
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void arePrunedOnceAllHaveReadThem() {
        try (var db = packed(700);
                var database = db.connect()) {
            db.run("UPDATE dbops.event_log SET ts = now() - interval '20 d'");
            var log = EventLog.open(database);
            var retention = new Retention(log, Instant.now().minus(Duration.ofDays(7)), "");
            new Consumers(database)
                    .begin("reader", "file", "", batches(db, "t", 250).get(1).end());

            assertThat(retention.plan().rows()).isLessThan(500);
            assertThat(retention.deleteRows()).isLessThan(500);
            assertThat(read(db, "t", 1000))
                    .hasSizeGreaterThan(200)
                    .last()
                    .extracting(Event::key)
                    .isEqualTo("{\"id\": 700}");

            new Consumers(database).report("reader", "file", log.now());
            assertThat(retention.deleteRows()).isGreaterThan(200);
            assertThat(read(db, "t", 1000)).isEmpty();
        }
    }

    @Test
    void ofLargeRowsMakeSmallPacksAndBatches() {
        try (var db = new CaptureDatabase(17)) {
            db.run("CREATE TABLE t (id int PRIMARY KEY, name text)").install("t");
            db.run("INSERT INTO t SELECT i, repeat('x', 100000) FROM generate_series(1, 300) AS i");

            assertThat(db.rows("SELECT max(packed_bytes) < 700000 FROM dbops.event_log"))
                    .containsExactly("t");
            assertThat(batches(db, "t", 10_000))
                    .allSatisfy(batch -> assertThat(batch.events()).hasSizeLessThan(100))
                    .hasSizeGreaterThan(3);
            assertThat(read(db, "t", 10_000)).hasSize(300);
        }
    }

    /** The servers of most providers have it, and those that the tests carry do not. */
    @Test
    void areCompressedByLz4WhereTheServerHasIt() {
        try (var db = packed(1)) {
            assertThat(db.rows("""
                SELECT count(*), count(*) FILTER (WHERE (a.attcompression = 'l') = s.has)
                  FROM pg_attribute AS a
                  JOIN pg_inherits AS i ON i.inhrelid = a.attrelid
                 CROSS JOIN (SELECT 'lz4' = ANY (enumvals) AS has FROM pg_settings
                              WHERE name = 'default_toast_compression') AS s
                 WHERE i.inhparent = 'dbops.event_log'::regclass
                   AND a.attname IN ('keys', 'befores', 'afters', 'created')
                """))
                    .singleElement()
                    .asString()
                    .matches("(\\d+)\\|\\1")
                    .isNotEqualTo("0|0");
        }
    }

    @Test
    void areGoneWithTheTransactionThatIsRolledBack() {
        try (var db = new CaptureDatabase(17)) {
            db.run("CREATE TABLE t (id int PRIMARY KEY)").install("t");
            db.run("BEGIN; INSERT INTO t SELECT generate_series(1, 1000); ROLLBACK");

            assertThat(db.rows("SELECT count(*) FROM dbops.event_log")).containsExactly("0");
        }
    }

    @Test
    void comeIntoTheLogOfAnEarlierVersionOnceItIsInstalledAgain() {
        try (var db = packed(50);
                var database = db.connect()) {
            db.run("ALTER TABLE dbops.event_log DROP packed, DROP packed_bytes, DROP key_columns, DROP keys,"
                    + " DROP befores, DROP afters, DROP created");

            assertThatThrownBy(() -> EventLog.open(database))
                    .hasMessage("the event log of database \"%s\" was created by an earlier version of db-ops"
                            .formatted(database.target().database()));
            db.install("t");
            db.run("INSERT INTO t SELECT i FROM generate_series(1001, 1500) AS i");

            assertThat(read(db, "t", 1000)).hasSize(550);
            assertThat(db.rows(SINGLE)).containsExactly("150");
        }
    }
}
