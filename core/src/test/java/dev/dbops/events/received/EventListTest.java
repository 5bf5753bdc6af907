package dev.dbops.events.received;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.events.connect.ColumnLookup;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The payload of a function. */
class EventListTest {
    private final EnvelopeReader reader = new EnvelopeReader();

    private static String list(String... events) {
        return "{\"sent_by\": {\"x\": [1]}, \"events\": [" + String.join(" , ", events) + "], \"more\": []}";
    }

    @Test
    void aMalformedEventDoesNotAffectTheOthers() {
        var first = EnvelopeReaderTest.OWN;
        var events = List.of(
                first,
                "{\"id\": 1, \"id\": 2, \"event_type\": [{}]}",
                "\"text\"",
                "[1, 2]",
                "-17.5e3",
                first.replace("Ann", "\\ud800"),
                first.replace("2000", "3000"),
                "null",
                EnvelopeReaderTest.WITH_SCHEMA.replace("20455", "true"),
                EnvelopeReaderTest.WITH_SCHEMA);

        var items = EventList.read(list(events.toArray(String[]::new)), reader);

        assertThat(items).extracting(EventList.Item::json).isEqualTo(events);
        assertThat(items)
                .extracting(item -> item.event().map(ReceivedEvent::id).orElse("none"))
                .containsExactly(
                        "c1d9b493-50c0-4cfe-a9de-4cce492601e8:2000",
                        "none",
                        "none",
                        "none",
                        "none",
                        "none",
                        "c1d9b493-50c0-4cfe-a9de-4cce492601e8:3000",
                        "none",
                        "none",
                        "shop:24023128");
        assertThat(items)
                .extracting(item -> item.failure().map(OpsException::getMessage).orElse(""))
                .containsExactly(
                        "",
                        "the event has \"id\" twice",
                        "the event is not a JSON object",
                        "the event is not a JSON object",
                        "the event is not a JSON object",
                        "the event has half of a surrogate pair, or text that is not UTF-8",
                        "",
                        "",
                        "the value of column \"born\" does not fit its schema",
                        "");
    }

    @Test
    void anEmptyListHasNoEvents() {
        assertThat(EventList.read("{\"events\": []}".getBytes(StandardCharsets.UTF_8), reader))
                .isEmpty();
    }

    /** A failure takes more memory than the two characters of an empty event. */
    @Test
    void moreEventsThanAPayloadCanHaveAreRefused() {
        var most = "{},".repeat(49_999) + "{}";

        assertThat(EventList.read(list(most), reader)).hasSize(50_000);
        assertThatThrownBy(() -> EventList.read(list(most, "{}"), reader))
                .hasMessage("the payload has more than 50000 events");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[]|the payload is not an object with one list of \"events\"",
                "``|the payload is not an object with one list of \"events\"",
                "{}|the payload is not an object with one list of \"events\"",
                "{\"events\": {}}|the payload is not an object with one list of \"events\"",
                "{\"events\": [], \"events\": []}|the payload is not an object with one list of \"events\"",
                "{\"events\": []} []|the payload has text after its end",
                "{\"events\": [{}|the payload ends in the middle of its JSON",
                "{\"events\": [x]}|the payload is not valid JSON, near character 13"
            })
    void aPayloadWithoutAListIsRefused(String payload, String sentence) {
        assertThatThrownBy(() -> EventList.read(payload, reader))
                .isInstanceOfSatisfying(
                        OpsException.class, e -> assertThat(e.kind()).isEqualTo(Kind.FAILED))
                .hasMessage(sentence);
    }

    /** The next event would fail as well, and none of them is at fault. */
    @Test
    void aDatabaseThatCannotBeReachedIsNotTheFaultOfAnEvent() {
        ColumnLookup down = (_, _) -> {
            throw new OpsException(Kind.UNREACHABLE, "the target is down");
        };

        assertThatThrownBy(() -> EventList.read(list(EnvelopeReaderTest.WITH_SCHEMA), new EnvelopeReader(down)))
                .hasMessage("the target is down");
    }
}
