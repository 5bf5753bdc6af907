package dev.dbops.events.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.events.Batch;
import dev.dbops.events.EventFilter;
import dev.dbops.events.EventListing;
import dev.dbops.events.EventLog;
import dev.dbops.events.EventReader;
import dev.dbops.events.NameMap;
import dev.dbops.events.Operation;
import dev.dbops.events.capture.CaptureDatabase;
import dev.dbops.postgres.TableName;
import dev.dbops.testing.TestServer;
import dev.dbops.text.Utf8Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The places of events in their transactions, and where these begin and end. */
class TransactionPlacesTest {
    private static final DebeziumOptions TRANSACTIONS =
            new DebeziumOptions(false, Optional.empty(), Optional.empty(), false, false, true);

    @AutoClose
    private final CaptureDatabase db = new CaptureDatabase(TestServer.CARRIED);

    @BeforeEach
    void capturedTables() {
        db.run("CREATE TABLE users (id int PRIMARY KEY); CREATE TABLE pets (id int PRIMARY KEY)");
        db.install("users", "pets");
    }

    private EventFormat format(EventFilter filter) {
        return new DebeziumFormat(EventLog.open(db.database()), new NameMap(), filter, TRANSACTIONS);
    }

    /** The log in batches, as a follower reads it. */
    private List<Batch> batches(int size) {
        var batches = new ArrayList<Batch>();
        try (var connection = db.connect()) {
            var reader = new EventReader(connection, EventFilter.all(), size);
            var position = EventLog.open(db.database()).beginning();
            do {
                batches.add(reader.next(position));
                position = batches.getLast().end();
            } while (!batches.getLast().endsWindow());
        }
        return batches;
    }

    private static List<String> lines(EventFormat format, Batch batch) {
        var out = new Utf8Buffer();
        format.prepare(batch);
        for (var event : batch.events()) {
            format.append(event, batch.window(), out);
            out.append('\n');
        }
        return out.toString().lines().map(TransactionPlacesTest::summary).toList();
    }

    /** A line as {@code BEGIN}, {@code END 3 [...]}, or {@code users 2 1} with its two orders. */
    private static String summary(String line) {
        var message = Json.read(line);
        if (message.get("status") instanceof String status) {
            return status.equals("BEGIN")
                    ? status
                    : "%s %s %s".formatted(status, message.get("event_count"), message.get("data_collections"));
        }
        var place = (Map<?, ?>) message.get("transaction");
        var source = (Map<?, ?>) message.get("source");
        assertThat(place.get("id")).isEqualTo(source.get("txId"));
        return "%s %s %s".formatted(source.get("table"), place.get("total_order"), place.get("data_collection_order"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 1000})
    void transactionsThatRanAtTheSameTimeAreInterleaved(int size) {
        try (var other = db.connect()) {
            db.run("BEGIN; INSERT INTO users VALUES (1)");
            other.executeAsIs("BEGIN; INSERT INTO users VALUES (2); INSERT INTO pets VALUES (2)");
            db.run("INSERT INTO pets VALUES (1); INSERT INTO users VALUES (3)");
            other.executeAsIs("COMMIT");
            db.run("COMMIT");
        }
        var format = format(EventFilter.all());

        var lines = batches(size).stream().flatMap(batch -> lines(format, batch).stream());

        assertThat(lines)
                .containsExactly(
                        "BEGIN",
                        "users 1 1",
                        "BEGIN",
                        "users 1 1",
                        "pets 2 1",
                        "END 2 [{data_collection=public.pets, event_count=1},"
                                + " {data_collection=public.users, event_count=1}]",
                        "pets 2 1",
                        "users 3 2",
                        "END 3 [{data_collection=public.pets, event_count=1},"
                                + " {data_collection=public.users, event_count=2}]");
    }

    @ParameterizedTest
    @ValueSource(ints = {7, 150, 1000})
    void readersThatBeginAnywhereFindTheSamePlaces(int size) {
        // a hundred rows of the log, and a pack
        db.run("BEGIN; INSERT INTO pets VALUES (1); INSERT INTO users SELECT generate_series(1, 260); COMMIT");
        var expected = new ArrayList<String>(List.of("BEGIN", "pets 1 1"));
        for (var i = 1; i <= 260; i++) {
            expected.add("users %d %d".formatted(i + 1, i));
        }
        expected.add("END 261 [{data_collection=public.pets, event_count=1},"
                + " {data_collection=public.users, event_count=260}]");
        var format = format(EventFilter.all());

        var inOneGo = new ArrayList<String>();
        var eachAlone = new ArrayList<String>();
        for (var batch : batches(size)) {
            inOneGo.addAll(lines(format, batch));
            eachAlone.addAll(lines(format(EventFilter.all()), batch));
        }

        assertThat(inOneGo).containsExactlyElementsOf(expected);
        assertThat(eachAlone).containsExactlyElementsOf(expected);
    }

    @Test
    void aBatchThatComesAgainInPartsHasTheSamePlaces() {
        db.run("BEGIN; INSERT INTO users VALUES (1), (2), (3); COMMIT; INSERT INTO users VALUES (4)");
        var batch = batches(1000).getFirst();
        var format = format(EventFilter.all());
        lines(format, batch);

        assertThat(lines(format, batch.part(0, 2))).containsExactly("BEGIN", "users 1 1", "users 2 2");
        // the third is set aside
        assertThat(lines(format, batch.part(3, 4))).startsWith("BEGIN", "users 1 1");
        assertThat(lines(format, batch.part(2, 3))).first().isEqualTo("users 3 3");
    }

    @Test
    void onlyTheSelectedEventsCount() {
        db.run("BEGIN; INSERT INTO pets VALUES (1); INSERT INTO users VALUES (1); INSERT INTO pets VALUES (2); COMMIT");
        var filter = new EventFilter(
                List.of(new TableName("", "pets")), Set.of(Operation.INSERT), Optional.empty(), Optional.empty());
        var log = EventLog.open(db.database());

        var lines = lines(format(filter), new EventListing(log, filter).first(10));

        assertThat(lines)
                .containsExactly(
                        "BEGIN", "pets 1 1", "pets 2 2", "END 2 [{data_collection=public.pets, event_count=2}]");
    }

    @Test
    void tablesThatGetOneNameAreOne() {
        db.run("BEGIN; INSERT INTO pets VALUES (1); INSERT INTO users VALUES (1); COMMIT");
        var names = new NameMap();
        names.add("public.pets=app.all");
        names.add("public.users=app.all");
        var log = EventLog.open(db.database());
        var batch = new EventListing(log, EventFilter.all()).first(10);
        var renamed = new Batch(batch.events().stream().map(names::apply).toList(), batch.window(), batch.end());

        var lines = lines(new DebeziumFormat(log, names, EventFilter.all(), TRANSACTIONS), renamed);

        assertThat(lines)
                .containsExactly("BEGIN", "all 1 1", "all 2 2", "END 2 [{data_collection=app.all, event_count=2}]");
    }

    @Test
    void theEnvelopeHasThePlaceAndTheNumberOfEvents() {
        db.run("BEGIN; INSERT INTO pets VALUES (1); INSERT INTO users VALUES (1); COMMIT");
        var log = EventLog.open(db.database());
        var batch = new EventListing(log, EventFilter.all()).first(10);
        var format = Envelope.of(log).with(new TransactionPlaces(log, new NameMap(), EventFilter.all()));
        var out = new Utf8Buffer();

        format.prepare(batch);
        format.append(batch.events().getLast(), batch.window(), out);

        assertThat(format.name()).isEqualTo("json --transactions");
        assertThat(Json.read(out.toString()).get("transaction"))
                .isEqualTo(Map.of(
                        "id", batch.events().getLast().xid(),
                        "total_order", "2",
                        "data_collection_order", "1",
                        "event_count", "2"));
    }
}
