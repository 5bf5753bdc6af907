package dev.dbops.events.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.Resource;
import dev.dbops.events.Batch;
import dev.dbops.events.Event;
import dev.dbops.events.EventLog;
import dev.dbops.events.Operation;
import dev.dbops.events.capture.CaptureOptions;
import dev.dbops.events.capture.Delivery;
import dev.dbops.events.capture.EveryTypeTest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A row that is read has the same key and the same values, to the letter, as the event of its INSERT. */
class SnapshotEventsTest {
    private static final String COPY = """
        DO $$
        DECLARE
            columns text := (SELECT string_agg(quote_ident(attname), ', ')
                               FROM pg_attribute
                              WHERE attrelid = $t${table}$t$::regclass AND attnum > 0 AND attgenerated = ''
                                AND NOT attisdropped);
        BEGIN
            EXECUTE 'INSERT INTO ' || $t${table}$t$ || ' (' || columns || ') SELECT ' || columns || ' FROM kept';
        END $$
        """;

    /** The sink that keeps what arrives. */
    private static final class Kept implements Sink {
        private final List<Event> events = new ArrayList<>();

        @Override
        public String description() {
            return "kept";
        }

        @Override
        public void deliver(Batch batch) {
            events.addAll(batch.events());
        }

        @Override
        public void close() {
            // nothing is open
        }
    }

    private static List<String> rows(ReplayedPair pair, boolean snapshot) {
        var sink = new Kept();
        pair.replayInto((EventLog _) -> sink, snapshot);
        assertThat(sink.events).extracting(Event::operation).containsOnly(snapshot ? Operation.READ : Operation.INSERT);
        return sink.events.stream()
                .map(event ->
                        String.join(" ", event.schema(), event.table(), event.key(), event.before(), event.after()))
                .sorted()
                .toList();
    }

    /** Captures the INSERT of all rows, and reads the same rows. */
    private static void assertSame(ReplayedPair pair, CaptureOptions options, String table, int rows) {
        pair.inSource("CREATE TABLE kept AS TABLE " + table + "; TRUNCATE " + table);
        pair.capture(options, table).inSource(COPY.replace("{table}", table));

        var inserted = rows(pair, false);

        assertThat(inserted).hasSize(rows);
        assertThat(rows(pair, true)).isEqualTo(inserted);
    }

    @ParameterizedTest
    @ValueSource(ints = {13, 15, 18})
    void everyTypeHasTheSameValues(int major) {
        var pair = new ReplayedPair(major).inSource(Resource.text(EveryTypeTest.class, "every-type.sql"));

        assertSame(pair, CaptureOptions.DEFAULT, "every_type", 5);
    }

    @Test
    void columnsThatAreLeftOutAndRowsThatAreNotCapturedAreNotRead() {
        var pair = new ReplayedPair(18)
                .inSource("CREATE TABLE item (id int, secret text, doc json, n int, PRIMARY KEY (n, id));"
                        + "CREATE FUNCTION is_wanted(int) RETURNS boolean LANGUAGE sql AS 'SELECT $1 % 2 = 0';"
                        + "INSERT INTO item SELECT n, 'x', '{\"a\":  1}', n FROM generate_series(1, 50) n");
        var options = new CaptureOptions(
                List.of(Operation.INSERT, Operation.TRUNCATE),
                List.of(),
                List.of("secret"),
                false,
                "public.is_wanted(NEW.id) AND NEW.n > 10",
                Delivery.NONE);

        assertSame(pair, options, "item", 20);
    }

    @Test
    void namesThatNeedQuotesAndPartitionsAreTheSame() {
        var pair = new ReplayedPair(18).inSource("""
            CREATE SCHEMA "My ""S";
            CREATE TABLE "My ""S"."T %1$I '" ("k \\ ' %" int, "select" text, PRIMARY KEY ("k \\ ' %")) PARTITION BY RANGE ("k \\ ' %");
            CREATE TABLE low PARTITION OF "My ""S"."T %1$I '" FOR VALUES FROM (0) TO (10);
            CREATE TABLE high PARTITION OF "My ""S"."T %1$I '" FOR VALUES FROM (10) TO (100);
            INSERT INTO "My ""S"."T %1$I '" SELECT n, 'v' || n FROM generate_series(1, 20) n
            """);

        assertSame(pair, CaptureOptions.DEFAULT, "\"My \"\"S\".\"T %1$I '\"", 20);
    }

    /** A json that jsonb does not accept, in a table with a key whose order is not that of its index. */
    @Test
    void valuesThatJsonbDoesNotAcceptAreTheSame() {
        var pair = new ReplayedPair(18).inSource("""
            CREATE TABLE risky (id text COLLATE "C", doc json, docs json[], at timestamptz, f float8);
            CREATE UNIQUE INDEX ON risky (id COLLATE "en-x-icu");
            ALTER TABLE risky ALTER id SET NOT NULL;
            INSERT INTO risky VALUES ('a', '"\\u0000"', NULL, '2026-01-01 10:00:00+03', 0.1),
                ('B', '1e400', ARRAY['{"a":1,"a":2}'::json], 'infinity', 'NaN')
            """);

        assertSame(pair, CaptureOptions.DEFAULT, "risky", 2);
    }

    @Test
    void aTableWithoutAKeyHasEventsWithoutKeys() {
        var pair = new ReplayedPair(18)
                .inSource("CREATE TABLE line (n int, gone int); ALTER TABLE line DROP gone;"
                        + "INSERT INTO line SELECT n FROM generate_series(1, 30) n");
        var options = new CaptureOptions(List.of(Operation.INSERT), List.of(), List.of(), false, "", Delivery.NONE);

        assertSame(pair, options, "line", 30);
    }
}
