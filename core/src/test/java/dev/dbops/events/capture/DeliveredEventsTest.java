package dev.dbops.events.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbops.events.EventFilter;
import dev.dbops.events.EventListing;
import dev.dbops.events.EventLog;
import dev.dbops.events.Operation;
import dev.dbops.events.received.EnvelopeReader;
import dev.dbops.events.received.EventList;
import dev.dbops.events.received.ReceivedEvent;
import dev.dbops.events.received.ReceivedEvent.Content;
import dev.dbops.postgres.Database;
import dev.dbops.testing.TestServer;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The events that triggers send are those of the log, with the same id. */
class DeliveredEventsTest {
    private static final String CALLS = "SELECT payload::text FROM aws_lambda.call ORDER BY ctid";

    private static final EnvelopeReader READER = new EnvelopeReader();

    private static CaptureOptions sending(String channel, String lambda, String invocation) {
        return new CaptureOptions(
                Operation.ALL, List.of(), List.of(), true, "", new Delivery(channel, lambda, invocation, false));
    }

    private static List<ReceivedEvent> inTheLog(CaptureDatabase db) {
        var log = EventLog.open(db.database());
        return new EventListing(log, EventFilter.all())
                .first(1000).events().stream()
                        .map(event -> new ReceivedEvent(log.id(), event, Content.WHOLE))
                        .toList();
    }

    private static List<ReceivedEvent> sentToLambda(CaptureDatabase db) {
        var events = new ArrayList<ReceivedEvent>();
        for (var payload : db.rows(CALLS)) {
            for (var item : EventList.read(payload, READER)) {
                assertThat(item.failure()).isEmpty();
                events.add(item.event().orElseThrow());
            }
        }
        return events;
    }

    private static List<ReceivedEvent> sentToChannel(Database listener) throws SQLException {
        return CaptureDatabase.notifications(listener).stream()
                .map(message -> READER.read(message).orElseThrow())
                .toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {13, 15, 17, 18})
    void bothWaysSendWhatTheLogHas(int major) throws SQLException {
        try (var db = new CaptureDatabase(major);
                var listener = db.connect()) {
            db.run(CaptureDeliveryTest.LAMBDA)
                    .run("CREATE TABLE t (id numeric, \"k \"\"\" text, v jsonb, PRIMARY KEY (id, \"k \"\"\"))")
                    .install(sending("changes", "arn:f", "Event"), "t");
            listener.executeText("LISTEN changes");

            db.run("SET TimeZone = 'Asia/Kolkata'; SET lc_time = 'C'; SET dbops.origin = 'a \"test\"'")
                    .run("INSERT INTO t VALUES (1.50, E'a\\b\\f\\n"
                            + "\\t\\x1b\"\\\\é☃😀', '{\"b\": [1, {\"a\": null}]}'), (2, '', NULL)")
                    .run("RESET dbops.origin; UPDATE t SET v = '[]' WHERE id = 2; UPDATE t SET id = 3 WHERE id = 2")
                    .run("DELETE FROM t WHERE id = 3; TRUNCATE t");

            var expected = inTheLog(db);
            assertThat(expected).hasSize(7);
            assertThat(expected.getFirst().event().origin()).isEqualTo("a \"test\"");
            assertThat(sentToLambda(db)).isEqualTo(expected);
            assertThat(sentToChannel(listener)).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {13, 17})
    void aLargeEventIsSentAsAReferenceWithItsId(int major) throws SQLException {
        try (var db = new CaptureDatabase(major);
                var listener = db.connect()) {
            db.run(CaptureDeliveryTest.LAMBDA)
                    .run("CREATE TABLE t (id int PRIMARY KEY, v text); CREATE TABLE waits (id int PRIMARY KEY, v text)")
                    .install(sending("changes", "arn:f", "Event"), "t");
            db.install(sending("", "arn:f", "RequestResponse"), "waits");
            listener.executeText("LISTEN changes");

            db.run("INSERT INTO t VALUES (1, repeat('x', 8000)), (2, repeat('x', 890000)), (3, repeat('x', 900000))")
                    .run("INSERT INTO waits VALUES (1, 'x'), (2, repeat('x', 5400000)), (3, repeat('x', 5500000)),"
                            + " (4, 'x')");

            var expected = inTheLog(db);
            var sent = sentToLambda(db);
            assertThat(sent)
                    .extracting(ReceivedEvent::id)
                    .isEqualTo(expected.stream().map(ReceivedEvent::id).toList());
            assertThat(sent)
                    .extracting(ReceivedEvent::content)
                    .containsExactly(
                            Content.WHOLE,
                            Content.WHOLE,
                            Content.REFERENCE,
                            Content.WHOLE,
                            Content.WHOLE,
                            Content.REFERENCE,
                            Content.WHOLE);
            assertThat(sent.get(2).event().micros())
                    .isEqualTo(expected.get(2).event().micros());
            assertThat(db.rows("SELECT json_array_length(payload -> 'events') FROM aws_lambda.call ORDER BY ctid"))
                    .containsExactly("3", "1", "1", "2");
            assertThat(sentToChannel(listener)).hasSize(3).allMatch(event -> event.content() == Content.REFERENCE);
        }
    }

    /** Lambda counts the bytes of UTF-8. */
    @Test
    void aPieceIsSmallEnoughInTheEncodingOfLambda() {
        var target = TestServer.carried().newDatabase("TEMPLATE template0 ENCODING LATIN1 LOCALE 'C'");
        try (var database = Database.connect(target)) {
            database.executeAsIs(CaptureDeliveryTest.LAMBDA);
            database.executeAsIs("CREATE TABLE t (id int PRIMARY KEY, v text)");
            new EventTriggers(database, Set.of(TriggerKind.EVENTS), sending("", "arn:f", "Event"))
                    .install(CaptureDatabase.choice("t"));

            database.executeAsIs("INSERT INTO t SELECT n, repeat('é', 90000) FROM generate_series(1, 20) AS n");

            assertThat(database.query(
                            "SELECT max(octet_length(convert_to(payload::text, 'UTF8'))) < 1000000, count(*)"
                                    + " FROM aws_lambda.call",
                            row -> row.getBoolean(1) + " " + row.getInt(2)))
                    .containsExactly("true 7");
        }
    }

    /** It continues the numbers of the original with other changes. */
    @ParameterizedTest
    @ValueSource(ints = {13, 17})
    void aCopyOfADatabaseSendsNoIdUntilItsLogHasItsOwn(int major) throws SQLException {
        var server = TestServer.ofMajor(major);
        var original = server.newDatabase();
        String id;
        try (var database = Database.connect(original)) {
            database.executeAsIs("CREATE TABLE t (id int PRIMARY KEY)");
            install(database);
            id = EventLog.open(database).id();
        }
        var copy = server.newDatabase("TEMPLATE " + original.database());
        try (var database = Database.connect(copy);
                var listener = Database.connect(copy)) {
            listener.executeText("LISTEN changes");
            database.executeAsIs("INSERT INTO t VALUES (1)");
            var message = CaptureDatabase.notifications(listener).getFirst();
            assertThat(message).contains("\"id\": null");
            assertThatThrownBy(() -> READER.read(message)).hasMessage("the event has no \"id\"");

            install(database);
            database.executeAsIs("INSERT INTO t VALUES (2)");

            assertThat(sentToChannel(listener))
                    .singleElement()
                    .satisfies(received -> assertThat(received.log())
                            .isEqualTo(EventLog.open(database).id())
                            .isNotEqualTo(id));
        }
    }

    /** After a dump was restored in place, the table of the log is another one. */
    @Test
    void aLogThatWasRestoredInPlaceSendsNoIdEither() throws SQLException {
        try (var db = new CaptureDatabase(TestServer.CARRIED);
                var listener = db.connect()) {
            db.run("CREATE TABLE t (id int PRIMARY KEY)").install(sending("changes", "", "Event"), "t");
            listener.executeText("LISTEN changes");

            db.run("UPDATE dbops.log_meta SET log_oid = 1").run("INSERT INTO t VALUES (1)");

            assertThat(CaptureDatabase.notifications(listener).getFirst()).contains("\"id\": null");
        }
    }

    private static void install(Database database) {
        new EventTriggers(database, Set.of(TriggerKind.EVENTS), sending("changes", "", "Event"))
                .install(CaptureDatabase.choice("t"));
    }

    @Test
    void withoutTheTableThatHasTheIdAWriteContinues() throws SQLException {
        try (var db = new CaptureDatabase(TestServer.CARRIED);
                var listener = db.connect()) {
            db.run("CREATE TABLE t (id int PRIMARY KEY)").install(sending("changes", "", "Event"), "t");
            listener.executeText("LISTEN changes");

            db.run("DROP TABLE dbops.log_meta").run("INSERT INTO t VALUES (1)");

            assertThat(CaptureDatabase.notifications(listener))
                    .singleElement()
                    .asString()
                    .contains("\"id\": null", "\"after\": {\"id\": 1}");
        }
    }

    /** The functions of an earlier version stay until the next installation, also one for another table. */
    @Test
    void theNextInstallationReplacesTheFunctionOfAnEarlierVersion() throws SQLException {
        try (var db = new CaptureDatabase(TestServer.CARRIED);
                var listener = db.connect()) {
            db.run("CREATE TABLE t (id int PRIMARY KEY); CREATE TABLE other (id int PRIMARY KEY)")
                    .install(sending("changes", "", "Event"), "t");
            listener.executeText("LISTEN changes");
            db.run("CREATE OR REPLACE FUNCTION dbops.capture_send() RETURNS trigger LANGUAGE plpgsql AS"
                    + " 'BEGIN PERFORM pg_notify(TG_ARGV[0], ''{\"event_type\": \"INSERT\"}''); RETURN NULL; END';"
                    + " COMMENT ON FUNCTION dbops.capture_send() IS 'db-ops 1'");
            db.run("INSERT INTO t VALUES (1)");
            var earlier = CaptureDatabase.notifications(listener).getFirst();
            assertThatThrownBy(() -> READER.read(earlier)).hasMessageStartingWith("the event has no");

            db.install("other");
            db.run("INSERT INTO t VALUES (2)");

            assertThat(sentToChannel(listener)).containsExactly(inTheLog(db).getLast());
        }
    }

    /** The id of the log is read, and events-prune writes into the same row. */
    @ParameterizedTest
    @ValueSource(ints = {13, 17, 18})
    void serializableWritersDoNotFailWhenTheLogIsPrunedMeanwhile(int major) throws SQLException {
        try (var db = new CaptureDatabase(major);
                var one = db.connect();
                var other = db.connect()) {
            db.run("CREATE TABLE t (id int PRIMARY KEY)").install(sending("changes", "", "Event"), "t");

            for (var i = 0; i < 20; i += 2) {
                one.executeAsIs("BEGIN ISOLATION LEVEL SERIALIZABLE; INSERT INTO t VALUES (%d)".formatted(i));
                db.run("UPDATE dbops.log_meta SET pruned = '%d'".formatted(i + 3));
                other.executeAsIs("BEGIN ISOLATION LEVEL SERIALIZABLE; INSERT INTO t VALUES (%d)".formatted(i + 1));
                db.run("UPDATE dbops.log_meta SET pruned = '%d'".formatted(i + 4));
                one.executeAsIs("DELETE FROM t WHERE id = %d".formatted(i));
                assertThatCode(() -> other.executeAsIs("COMMIT")).doesNotThrowAnyException();
                assertThatCode(() -> one.executeAsIs("COMMIT")).doesNotThrowAnyException();
            }
        }
    }
}
