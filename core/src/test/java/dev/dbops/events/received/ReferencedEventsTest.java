package dev.dbops.events.received;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.events.Event;
import dev.dbops.events.EventFilter;
import dev.dbops.events.EventListing;
import dev.dbops.events.EventLog;
import dev.dbops.events.Operation;
import dev.dbops.events.capture.CaptureDatabase;
import dev.dbops.events.received.MissingReference.Reason;
import dev.dbops.events.received.ReceivedEvent.Content;
import dev.dbops.postgres.Database;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.Password;
import dev.dbops.testing.TestServer;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Events that were too large to be sent. */
class ReferencedEventsTest {
    private static final String TABLE = "CREATE TABLE t (id int PRIMARY KEY, v text)";

    private static ReceivedEvent reference(String log, Event event) {
        var reduced = new Event(
                event.seq(),
                event.xid(),
                event.micros(),
                event.schema(),
                event.table(),
                event.operation(),
                "",
                "",
                "",
                event.origin());
        return new ReceivedEvent(log, reduced, Content.REFERENCE);
    }

    /** A reference to an event of table t, as a trigger sends it. */
    private static ReceivedEvent reference(String log, long seq, String xid) {
        return reference(log, new Event(seq, xid, 0, "public", "t", Operation.INSERT, "", "", "", ""));
    }

    private static List<Event> events(EventLog log) {
        return new EventListing(log, EventFilter.all()).first(10_000).events();
    }

    @ParameterizedTest
    @ValueSource(ints = {13, 15, 17, 18})
    void theEventsOfASetAreFetchedAlsoFromPacks(int major) {
        try (var db = new CaptureDatabase(major)) {
            db.run(TABLE).install("t");
            db.run("SET dbops.origin = 'test'; INSERT INTO t VALUES (1, 'single')")
                    .run("INSERT INTO t SELECT n, 'packed ' || n FROM generate_series(2, 1500) AS n")
                    .run("UPDATE t SET v = 'new'; UPDATE t SET id = 5000 WHERE id = 1; TRUNCATE t");
            var log = EventLog.open(db.database());
            var all = events(log);
            assertThat(all).hasSizeGreaterThan(3000);

            var references =
                    all.stream().map(event -> reference(log.id(), event)).toList();
            var fetched = ReferencedEvents.in(db.database()).fetch(references.reversed());

            assertThat(fetched.missing()).isEmpty();
            assertThat(fetched.events())
                    .isEqualTo(all.stream()
                            .map(event -> new ReceivedEvent(log.id(), event, Content.WHOLE))
                            .toList());
            var some = List.of(references.get(777), references.get(0), references.get(777));
            assertThat(ReferencedEvents.in(db.database()).fetch(some).events())
                    .extracting(ReceivedEvent::id)
                    .containsExactly(references.get(0).id(), references.get(777).id());
            assertThat(ReferencedEvents.in(db.database()).fetch(List.of()).events())
                    .isEmpty();
        }
    }

    /** Triggers send an event before its transaction is committed. */
    @ParameterizedTest
    @ValueSource(ints = {13, 17, 18})
    void anEventOfAnOpenTransactionMayComeLater(int major) {
        try (var db = new CaptureDatabase(major);
                var writer = db.connect()) {
            db.run(TABLE).install("t");
            var log = EventLog.open(db.database());
            var references = ReferencedEvents.in(db.database());
            writer.executeAsIs("BEGIN; INSERT INTO t VALUES (1, 'x')");
            var xid = writer.query("SELECT pg_current_xact_id()::text", row -> row.getString(1))
                    .getFirst();
            var sent = List.of(reference(log.id(), 1000, xid));

            assertReason(references.fetch(sent), Reason.PENDING, Kind.TIMEOUT, "its transaction is still open");

            writer.executeAsIs("COMMIT");
            assertThat(references.fetch(sent).events())
                    .singleElement()
                    .satisfies(event -> assertThat(event.event().after()).contains("\"v\": \"x\""));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {13, 17, 18})
    void anEventThatTheLogDoesNotHaveIsExplained(int major) {
        try (var db = new CaptureDatabase(major)) {
            db.run(TABLE).install("t");
            var log = EventLog.open(db.database());
            var references = ReferencedEvents.in(db.database());
            db.run("BEGIN; INSERT INTO t VALUES (1, 'x')");
            var rolledBack = db.database()
                    .query("SELECT pg_current_xact_id()::text", row -> row.getString(1))
                    .getFirst();
            db.run("ROLLBACK; INSERT INTO t VALUES (2, 'x')");
            var pruned = events(log).getLast();
            db.run("DELETE FROM dbops.event_log; INSERT INTO t VALUES (3, 'x')");
            var last = events(log).getLast();

            assertReason(
                    references.fetch(List.of(reference(log.id(), 1000, rolledBack))),
                    Reason.ROLLED_BACK,
                    Kind.FAILED,
                    "its transaction was rolled back");
            assertReason(
                    references.fetch(List.of(reference(log.id(), pruned))),
                    Reason.PRUNED,
                    Kind.FAILED,
                    "it was pruned");
            assertReason(
                    references.fetch(List.of(reference(log.id(), Long.MAX_VALUE, "0"))),
                    Reason.PRUNED,
                    Kind.FAILED,
                    "it was pruned");
            assertReason(
                    references.fetch(List.of(reference(log.id(), 1, "18446744073709551615"))),
                    Reason.PENDING,
                    Kind.TIMEOUT,
                    "its transaction is still open");
            assertReason(
                    references.fetch(List.of(reference("another-log", last))),
                    Reason.OTHER_LOG,
                    Kind.REFUSED,
                    "event another-log:%d is not one of the event log of this database".formatted(last.seq()));
            assertReason(
                    references.fetch(List.of(reference(log.id(), last.of("public", "users")))),
                    Reason.OTHER_EVENT,
                    Kind.REFUSED,
                    "the log has another event under the number of event");
        }
    }

    private static void assertReason(FetchedEvents fetched, Reason reason, Kind kind, String sentence) {
        assertThat(fetched.events()).isEmpty();
        assertThat(fetched.missing()).singleElement().satisfies(missing -> {
            assertThat(missing.reason()).isEqualTo(reason);
            assertThat(missing.failure().kind()).isEqualTo(kind);
            assertThat(missing.failure()).hasMessageContaining(sentence);
            assertThat(missing.failure().hint()).isPresent();
        });
    }

    @Test
    void oneMissingEventDoesNotAffectTheOthers() {
        try (var db = new CaptureDatabase(TestServer.CARRIED)) {
            db.run(TABLE).install("t");
            db.run("INSERT INTO t VALUES (1, 'x')").run("INSERT INTO t VALUES (2, 'y')");
            var log = EventLog.open(db.database());
            var all = events(log);

            var fetched = ReferencedEvents.in(db.database())
                    .fetch(List.of(
                            reference(log.id(), 500, "3"),
                            reference(log.id(), all.get(1)),
                            reference("other", all.get(1)),
                            reference(log.id(), all.get(0))));

            assertThat(fetched.events()).extracting(ReceivedEvent::event).isEqualTo(all);
            assertThat(fetched.missing())
                    .extracting(MissingReference::reason)
                    .containsExactlyInAnyOrder(Reason.OTHER_LOG, Reason.PRUNED);
        }
    }

    /** The role of a receiver needs to read two tables of the log, and nothing else. */
    @ParameterizedTest
    @ValueSource(ints = {13, 17, 18})
    void aRoleThatMayReadTheLogIsEnough(int major) {
        try (var db = new CaptureDatabase(major)) {
            db.run(TABLE).install("t");
            db.run("INSERT INTO t VALUES (1, 'x')");
            var log = EventLog.open(db.database());
            var sent = List.of(reference(log.id(), events(log).getFirst()));
            var role = "receiver_" + db.database().target().database();
            db.run("CREATE ROLE %1$s LOGIN PASSWORD 'x'; GRANT USAGE ON SCHEMA dbops TO %1$s; GRANT SELECT ON"
                            .formatted(role)
                    + " dbops.log_meta TO " + role);

            try (var database = Database.connect(as(role, db.database().target()))) {
                var references = ReferencedEvents.in(database);
                assertThatThrownBy(() -> references.fetch(sent))
                        .isInstanceOfSatisfying(
                                OpsException.class, e -> assertThat(e.kind()).isEqualTo(Kind.SQL))
                        .hasMessageContaining("permission denied for table event_log");

                db.run("GRANT SELECT ON dbops.event_log TO " + role);
                assertThat(references.fetch(sent).events()).hasSize(1);
            }
        }
    }

    private static ConnectionTarget as(String role, ConnectionTarget target) {
        return new ConnectionTarget(
                target.hosts(),
                target.database(),
                role,
                Optional.of(new Password("x")),
                target.parameters(),
                target.origin());
    }
}
