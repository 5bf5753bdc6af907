package dev.dbops.redshift.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.events.Operation;
import dev.dbops.events.received.ReceivedEvent;
import dev.dbops.events.received.ReceivedEvent.Content;
import dev.dbops.redshift.inbox.InboxPair.Way;
import dev.dbops.redshift.standin.StatementTemplate;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Refusals of the inbox, failures that it survives, and its memory. */
class InboxRefusalTest {
    private static final String ITEMS = "SELECT id, note FROM item ORDER BY id";

    private InboxPair pair;

    @AfterEach
    void close() {
        pair.close();
    }

    private InboxPair items(Way way) {
        pair = new InboxPair(way)
                .inSource("CREATE TABLE item (id int PRIMARY KEY, note text)")
                .both("item", "id");
        return pair;
    }

    /** The values that the warehouse alone finds fault with, and those that db-ops does. */
    @ParameterizedTest
    @EnumSource
    void onlyBadRowsAreRefused(Way way) {
        items(way)
                .inSource("INSERT INTO item SELECT i, 'note ' || i FROM generate_series(1, 40) AS i")
                .inSource("UPDATE item SET note = repeat('ä', 40000) WHERE id IN (7, 8)")
                .inSource("UPDATE item SET note = NULL WHERE id = 9");
        pair.warehouse().execute("ALTER TABLE item ADD CHECK (id <> 13); ALTER TABLE item ALTER note SET NOT NULL");

        var result = pair.give(pair.events());

        assertThat(result.refusals())
                .extracting(refusal ->
                        refusal.event().event().key() + " " + refusal.reason().getMessage())
                .anySatisfy(text -> assertThat(text).startsWith("{\"id\": 13} "))
                .anySatisfy(text -> assertThat(text).startsWith("{\"id\": 9} ").containsIgnoringCase("null"))
                .anySatisfy(text -> assertThat(text)
                        .isEqualTo("{\"id\": 7} column note of table public.item of the warehouse: the value has 80,000"
                                + " bytes, and VARCHAR(65535) takes 65,535"))
                .hasSize(4);
        assertThat(result.received()).hasSize(39);
        // a row whose last event is refused has the one before it
        assertThat(pair.warehouse().rows("SELECT id, note FROM item WHERE id BETWEEN 6 AND 14 ORDER BY id"))
                .containsExactly(
                        "6|note 6",
                        "7|note 7",
                        "8|note 8",
                        "9|note 9",
                        "10|note 10",
                        "11|note 11",
                        "12|note 12",
                        "14|note 14");
    }

    @ParameterizedTest
    @EnumSource
    void aTableThatIsMissingOrWasAlteredIsLookedUpAgain(Way way) {
        pair = new InboxPair(way).inSource("CREATE TABLE item (id int PRIMARY KEY)");
        pair.source().capture("item");
        pair.inSource("INSERT INTO item VALUES (1), (2)");
        var inbox = pair.inbox();

        assertThat(InboxPair.give(inbox, pair.events()).refusals())
                .hasSize(2)
                .allSatisfy(refusal -> assertThat(refusal.reason())
                        .hasMessage("the warehouse has no table public.item")
                        .extracting(reason -> reason.hint().orElseThrow())
                        .asString()
                        .startsWith("create it: db-ops events-replay --to redshift://"));
        pair.create(pair.source(), "item", "id");
        assertThat(InboxPair.give(inbox, pair.events()).refusals()).isEmpty();

        pair.inSource("ALTER TABLE item ADD note text; INSERT INTO item VALUES (3, 'c')");
        assertThat(InboxPair.reasons(InboxPair.give(inbox, pair.events())))
                .containsExactly("table public.item of the warehouse has no column note");
        pair.inWarehouse("ALTER TABLE \"item\" ADD COLUMN \"note\" VARCHAR(10)");
        assertThat(InboxPair.give(inbox, pair.events()).refusals()).isEmpty();
        pair.assertSame(ITEMS);

        // what the inbox knows by heart is no longer true
        pair.warehouse().execute("DROP SCHEMA dbops CASCADE; DELETE FROM item; ALTER TABLE item DROP note");
        assertThat(InboxPair.give(inbox, pair.events()).refusals()).hasSize(1);
        assertThat(pair.warehouse().rows("SELECT id FROM item ORDER BY id")).containsExactly("1", "2");
    }

    @ParameterizedTest
    @EnumSource
    void anotherKeyIsRefusedUntilTheOldOneIsDropped(Way way) {
        items(way).inSource("INSERT INTO item VALUES (1, 'a')");
        var inbox = pair.inbox();
        InboxPair.give(inbox, pair.events());
        pair.inSource("ALTER TABLE item DROP CONSTRAINT item_pkey, ADD PRIMARY KEY (note)");
        pair.source().capture("item");
        pair.inSource("INSERT INTO item VALUES (2, 'b')");

        var refused = InboxPair.give(inbox, pair.events()).refusals();

        assertThat(refused)
                .singleElement()
                .satisfies(refusal -> assertThat(refusal.reason())
                        .hasMessage("the key of table public.item is (note) in the event, and was (id) in earlier ones")
                        .extracting(reason -> reason.hint().orElseThrow())
                        .asString()
                        .startsWith("when no earlier event is on its way any more, drop the table dbops.received_"));
        var received = pair.warehouse().rows("SELECT tablename FROM pg_tables WHERE tablename LIKE 'received%'");
        pair.inWarehouse("DROP TABLE \"dbops\".\"%s\"".formatted(received.getFirst()));
        var last = List.of(pair.events().getLast());
        assertThat(InboxPair.give(inbox, last).refusals()).isEmpty();
        pair.assertSame(ITEMS);
        // a keyless row of the same table
        var keyless = InboxEvents.of(last.getFirst(), 9_999_999, Operation.INSERT, "", "{\"id\": 5}", Content.WHOLE);
        assertThat(InboxPair.reasons(InboxPair.give(inbox, List.of(keyless))))
                .containsExactly("the key of table public.item is empty in the event, and was (note) in earlier ones");
    }

    @Test
    void eventsWithoutTheirPartsAreRefused() {
        items(Way.CONNECTION).inSource("INSERT INTO item VALUES (1, 'a')");
        var event = pair.events().getFirst();
        var reference = new ReceivedEvent(event.log(), event.event(), Content.REFERENCE);
        var withoutKey =
                InboxEvents.of(event, 7, Operation.INSERT, "", event.event().after(), Content.WITHOUT_KEY);
        var update =
                InboxEvents.of(event, 8, Operation.UPDATE, "", event.event().after(), Content.WHOLE);

        var result = pair.give(List.of(reference, withoutKey, update, event));

        assertThat(InboxPair.reasons(result))
                .containsExactly(
                        "event %s is a reference: it is too large for its message".formatted(event.id()),
                        "event %s has no key: in Debezium's form it is in the key of the message, which is missing"
                                .formatted(withoutKey.id()),
                        "the event has no key, so the row that it changed cannot be found");
        assertThat(result.received()).containsExactly(event);
    }

    @Test
    void aRowThatIsTooLargeForTheDataApiIsRefused() {
        pair = new InboxPair(Way.DATA_API)
                .inSource("CREATE TABLE item (id int PRIMARY KEY, note text, other text)")
                .both("item", "id");
        pair.inSource(
                "INSERT INTO item SELECT i, repeat('x', 3000), 'b' FROM generate_series(1, 1500) AS i",
                "UPDATE item SET note = repeat('x', 60000), other = repeat('y', 60000) WHERE id IN (5, 700)");

        var result = pair.give(pair.events());

        assertThat(InboxPair.reasons(result))
                .containsExactly(
                        "the row is too large for a statement of the Redshift Data API, which has at most 100 KB",
                        "the row is too large for a statement of the Redshift Data API, which has at most 100 KB");
        // their earlier events are applied, and so many rows need several transactions
        assertThat(pair.warehouse().rows("SELECT count(*), min(length(note)), max(length(note)) FROM item"))
                .containsExactly("1500|3000|3000");
        assertThat(pair.warehouse().gate().refused()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void conflictsAndLostAnswersAreSurvived(Way way) {
        items(way)
                .inSource("INSERT INTO item VALUES (1, 'a')", "UPDATE item SET note = 'b'", "TRUNCATE item")
                .inSource("INSERT INTO item VALUES (2, 'c')");
        var inbox = pair.inbox();
        for (var event : pair.events()) {
            if (way == Way.CONNECTION) {
                pair.warehouse().inject1023(1);
                pair.warehouse().inject1023(StatementTemplate.DELETE, 1);
                pair.warehouse().cutAfterCommit();
            } else {
                pair.api().inject1023(1);
                pair.api().loseAnswer();
                pair.api().throttle(1);
            }
            assertThat(InboxPair.give(inbox, List.of(event)).refusals()).isEmpty();
        }

        pair.assertSame(ITEMS);
    }

    @Test
    void aSecondCutInARowIsReportedAndTheEventsComeAgain() {
        items(Way.CONNECTION).inSource("INSERT INTO item VALUES (1, 'a')");
        var inbox = pair.inbox();
        pair.warehouse().cutAfter(StatementTemplate.LOCK);
        pair.warehouse().cutAfter(StatementTemplate.LOCK);
        pair.warehouse().cutAfter(StatementTemplate.LOCK);

        assertThatThrownBy(() -> InboxPair.give(inbox, pair.events()))
                .isInstanceOf(OpsException.class)
                .hasMessageStartingWith("the connection to the warehouse was lost: ")
                .satisfies(e -> assertThat(((OpsException) e).kind()).isEqualTo(Kind.UNREACHABLE));
        pair.warehouse().rows("SELECT 1");
        assertThat(InboxPair.give(inbox, pair.events()).refusals()).isEmpty();
        pair.assertSame(ITEMS);
    }

    /** Missing rights are not caused by an event. */
    @ParameterizedTest
    @EnumSource
    void aFailureOfTheWarehouseRefusesNoEvent(Way way) {
        items(way).inSource("INSERT INTO item SELECT i, 'a' FROM generate_series(1, 20) AS i");
        pair.warehouse().execute("""
            CREATE FUNCTION deny() RETURNS trigger LANGUAGE plpgsql AS
            'BEGIN RAISE EXCEPTION ''permission denied for relation item'' USING ERRCODE = ''XX000''; END';
            CREATE TRIGGER deny BEFORE INSERT ON item FOR EACH STATEMENT EXECUTE FUNCTION deny()
            """);
        var inbox = pair.inbox();
        var result = new WarehouseResult();

        assertThatThrownBy(() -> inbox.apply(pair.events(), InboxPair.LIMIT, result))
                .isInstanceOf(OpsException.class)
                .hasMessage("permission denied for relation item");
        assertThat(result.refusals()).isEmpty();
        assertThat(result.received()).isEmpty();
        pair.warehouse().execute("DROP TRIGGER deny ON item");
        assertThat(InboxPair.give(inbox, pair.events()).received()).hasSize(20);
        pair.assertSame(ITEMS);
    }

    @ParameterizedTest
    @EnumSource
    void whatIsForgottenIsRefusedWhenItComesAgain(Way way) throws InterruptedException {
        items(way)
                .inSource("INSERT INTO item VALUES (1, 'a'), (2, 'b')", "TRUNCATE item")
                .inSource("INSERT INTO item VALUES (3, 'c'), (4, 'd')", "DELETE FROM item WHERE id = 3");
        var events = pair.events();
        var inbox = pair.inbox();
        InboxPair.give(inbox, events);
        pair.warehouse().execute(ageSql());

        inbox.forget(InboxPair.LIMIT);
        inbox.forget(InboxPair.LIMIT);

        // the last event tells how far the log was received
        assertThat(pair.warehouse().rows(countSql())).containsExactly("1");
        var again = InboxPair.give(inbox, events);
        // the rows before the TRUNCATE, itself and row 3, whose last event is known, are stale
        assertThat(again.received()).hasSize(5);
        assertThat(again.refusals())
                .hasSize(1)
                .allSatisfy(refusal -> assertThat(refusal.reason())
                        .hasMessage("the event is older than what the warehouse remembers, so a later change of its row"
                                + " may have been applied"));
        pair.assertSame(ITEMS);
        var late = InboxEvents.truncate(events.getFirst(), events.get(4).event().seq() - 1);
        assertThat(pair.give(List.of(late)).refusals()).hasSize(1);
        pair.assertSame(ITEMS);

        pair.inSource("UPDATE item SET note = 'later'", "INSERT INTO item VALUES (5, 'e')");
        var later = pair.events();
        assertThat(InboxPair.give(inbox, later.subList(events.size(), later.size()))
                        .refusals())
                .isEmpty();
        pair.assertSame(ITEMS);
        inbox.forget(InboxPair.LIMIT);
        assertThat(pair.warehouse().rows(countSql())).containsExactly("2");
    }

    private String ageSql() {
        return "UPDATE %s SET received_at = received_at - interval '20 days'".formatted(received());
    }

    private String countSql() {
        return "SELECT count(*) FROM " + received();
    }

    private String received() {
        return "dbops."
                + pair.warehouse()
                        .rows("SELECT tablename FROM pg_tables WHERE tablename LIKE 'received%'")
                        .getFirst();
    }

    @Test
    void theTimeOfAnInvocationIsNotExceeded() throws Exception {
        items(Way.CONNECTION).inSource("INSERT INTO item VALUES (1, 'a')");
        var inbox = pair.inbox();
        InboxPair.give(inbox, pair.events());
        pair.inSource("UPDATE item SET note = 'b'");
        try (var holder = DriverManager.getConnection(pair.warehouse().url(), "other", "");
                var statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute("LOCK TABLE \"item\"");

            assertThatThrownBy(() -> inbox.apply(pair.events(), Duration.ofMillis(700), new WarehouseResult()))
                    .isInstanceOf(OpsException.class)
                    .hasMessage("the warehouse has not answered in time")
                    .satisfies(e -> assertThat(((OpsException) e).kind()).isEqualTo(Kind.TIMEOUT));
            holder.rollback();
        }
        assertThat(InboxPair.give(inbox, pair.events()).refusals()).isEmpty();
        pair.assertSame(ITEMS);
    }
}
