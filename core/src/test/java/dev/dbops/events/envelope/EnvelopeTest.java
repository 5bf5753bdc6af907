package dev.dbops.events.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.events.Event;
import dev.dbops.events.Operation;
import dev.dbops.events.Position;
import dev.dbops.text.Utf8Buffer;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvelopeTest {
    private static final String LOG = "0b4a1b9e-5d4c-4f9e-9d25-0d1f1f6f3c11";
    private static final Position WINDOW = new Position(LOG, "10:10:", "20:22:20", 0);

    private final EventFormat envelope = new Envelope(LOG, "cruddur");
    private final DebeziumEnvelope debezium =
            new DebeziumEnvelope(LOG, "cruddur", InstantSource.fixed(Instant.parse("2026-11-20T10:00:01.123456789Z")));

    private static Event event(Operation operation, String key, String before, String after) {
        return event("2026-11-20T10:00:00.000012Z", operation, key, before, after, "");
    }

    private static Event event(
            String time, Operation operation, String key, String before, String after, String origin) {
        var micros = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse(time));
        return new Event(42, "18446744073709551615", micros, "public", "users", operation, key, before, after, origin);
    }

    private static String written(EventFormat format, Event event) {
        var out = new Utf8Buffer();
        format.append(event, WINDOW, out);
        return out.toString();
    }

    private static String written(DebeziumEnvelope format, Event event) {
        var out = new Utf8Buffer();
        format.append(event, WINDOW, TransactionPlace.UNKNOWN, out);
        return out.toString();
    }

    /** It has no transaction, and the position before it, since it is between two windows. */
    @Test
    void aRowThatWasReadHasTheLetterThatDebeziumGivesIt() {
        var read = new Event(42, "0", 0, "public", "users", Operation.READ, "{\"id\": 1}", "", "{\"id\": 1}", "");
        var out = new Utf8Buffer();
        envelope.append(read, Position.after(LOG, "20:22:20"), out);
        assertThat(out.toString())
                .startsWith("{\"id\": \"%s:42\", \"event_type\": \"READ\"".formatted(LOG))
                .contains("\"txid\": 0, \"position\": \"%s/20:22:20\"}".formatted(LOG));

        out.clear();
        debezium.append(read, Position.after(LOG, "20:22:20"), TransactionPlace.UNKNOWN, out);
        assertThat(out.toString())
                .contains("\"snapshot\": \"true\"", "\"txId\": null", "\"op\": \"r\"")
                .contains("\"position\": \"%s/20:22:20\"}".formatted(LOG));
    }

    private static String position(String envelope) {
        return (String) ((Map<?, ?>) Json.read(envelope).get("source")).get("position");
    }

    @Test
    void anEventIsTypeTimeSourceAndPayload() {
        var text =
                written(envelope, event(Operation.UPDATE, "{\"id\": 1}", "", "{\"id\": 1, \"name\": \"Zoë \\n 🐘\"}"));

        assertThat(text)
                .isEqualTo("{\"id\": \"" + LOG + ":42\", \"event_type\": \"UPDATE\","
                        + " \"ts\": \"2026-11-20T10:00:00.000012Z\","
                        + " \"source\": {\"database\": \"cruddur\", \"schema\": \"public\", \"table\": \"users\","
                        + " \"txid\": 18446744073709551615, \"position\": \"" + LOG + "/10:10:/20:22:20/42\"},"
                        + " \"payload\": {\"key\": {\"id\": 1}, \"before\": null,"
                        + " \"after\": {\"id\": 1, \"name\": \"Zoë \\n 🐘\"}}}");
        assertThat(Json.read(text)).containsEntry("event_type", "UPDATE");
    }

    @Test
    void itsPositionIsTheOneThatFollowsIt() {
        var position = position(written(envelope, event(Operation.DELETE, "{}", "", "")));

        assertThat(Position.parse(position)).isEqualTo(WINDOW.at(42));
    }

    @Test
    void whatTheLogDoesNotHaveIsNull() {
        var text = written(envelope, event(Operation.TRUNCATE, "", "", ""));

        assertThat(text).endsWith("\"payload\": {\"key\": null, \"before\": null, \"after\": null}}");
    }

    @Test
    void anOriginIsSaid() {
        var text = written(
                envelope, event("2026-11-20T10:00:00Z", Operation.INSERT, "{}", "", "{}", "replay of \"a\\b\"\u0001"));

        assertThat(Json.read(text).get("source"))
                .isEqualTo(Map.of(
                        "database", "cruddur",
                        "schema", "public",
                        "table", "users",
                        "txid", "18446744073709551615",
                        "position", LOG + "/10:10:/20:22:20/42",
                        "origin", "replay of \"a\\b\"\u0001"));
    }

    @Test
    void namesAreQuotedByTheRulesOfJson() {
        var odd = event(Operation.INSERT, "{}", "", "{}").of("a\"b\\c", "tab\tnew\nline\rbell\u0007é");

        var source = (Map<?, ?>) Json.read(written(envelope, odd)).get("source");

        assertThat(source.get("schema")).isEqualTo("a\"b\\c");
        assertThat(source.get("table")).isEqualTo("tab\tnew\nline\rbell\u0007é");
        assertThat(written(envelope, odd)).hasLineCount(1);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-20T10:00:00Z, 2026-11-20T10:00:00.000000Z",
        "1969-12-31T23:59:59.999999Z, 1969-12-31T23:59:59.999999Z",
        "2026-11-20T10:00:59.120Z, 2026-11-20T10:00:59.120000Z"
    })
    void timesHaveMicroseconds(String time, String expected) {
        var text = written(envelope, event(time, Operation.INSERT, "{}", "", "{}", ""));

        assertThat(Json.read(text)).containsEntry("ts", expected);
    }

    @Test
    void oneFormatWritesManyEvents() {
        var out = new Utf8Buffer();
        var other = new Position(LOG, "20:22:20", "30:30:", 0);

        envelope.append(event(Operation.INSERT, "{}", "", "{}"), WINDOW, out);
        out.append('\n');
        envelope.append(event("2026-11-20T10:00:01Z", Operation.INSERT, "{}", "", "{}", ""), other, out);

        assertThat(out.toString().lines().map(EnvelopeTest::position))
                .containsExactly(WINDOW.at(42).toString(), other.at(42).toString());
        assertThat(out.toString()).contains("10:00:00.000012Z", "10:00:01.000000Z");
    }

    @Test
    void debeziumHasBeforeAfterSourceOpAndMilliseconds() {
        var text = written(debezium, event(Operation.UPDATE, "{\"id\": 1}", "{\"id\": 1}", "{\"id\": 1, \"a\": 2}"));

        assertThat(text)
                .isEqualTo("{\"before\": {\"id\": 1}, \"after\": {\"id\": 1, \"a\": 2},"
                        + " \"source\": {\"version\": \"1\", \"connector\": \"postgresql\", \"name\": \"" + LOG
                        + "\", \"ts_ms\":"
                        + " 1795168800000,"
                        + " \"snapshot\":"
                        + " \"false\","
                        + " \"db\":"
                        + " \"cruddur\","
                        + " \"sequence\":"
                        + " \"[null,\\\"42\\\"]\","
                        + " \"ts_us\":"
                        + " 1795168800000012,"
                        + " \"ts_ns\":"
                        + " 1795168800000012000,"
                        + " \"schema\":"
                        + " \"public\","
                        + " \"table\":"
                        + " \"users\","
                        + " \"txId\":"
                        + " 18446744073709551615,"
                        + " \"lsn\":"
                        + " 42, \"xmin\":"
                        + " null,"
                        + " \"origin\":"
                        + " null,"
                        + " \"origin_lsn\":"
                        + " null,"
                        + " \"position\":"
                        + " \"" + LOG + "/10:10:/20:22:20/42\"}, \"transaction\": null, \"op\": \"u\","
                        + " \"ts_ms\": 1795168801123, \"ts_us\": 1795168801123456,"
                        + " \"ts_ns\": 1795168801123456789}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "INSERT   | ''         | {\"id\": 1} | null        | {\"id\": 1}",
                "UPDATE   | ''         | {\"id\": 1} | null        | {\"id\": 1}",
                "DELETE   | ''         | ''          | {\"key\": 1} | null",
                "DELETE   | {\"id\": 1} | ''          | {\"id\": 1} | null"
            })
    void ofADeletedRowDebeziumHasTheKeyAtLeast(
            Operation operation, String before, String after, String writtenBefore, String writtenAfter) {
        var text = written(debezium, event(operation, "{\"key\": 1}", before, after));

        assertThat(text).startsWith("{\"before\": %s, \"after\": %s, ".formatted(writtenBefore, writtenAfter));
    }

    @Test
    void peopleReadALine() {
        var line = new EventLine();

        assertThat(written(line, event(Operation.INSERT, "{\"id\": 1}", "", "{\"id\": 1, \"a\": 2}")))
                .isEqualTo("2026-11-20T10:00:00.000012Z insert public.users {\"id\": 1} {\"id\": 1, \"a\": 2}");
        assertThat(written(line, event(Operation.UPDATE, "{\"id\": 1}", "{\"a\": 1}", "{\"a\": 2}")))
                .isEqualTo("2026-11-20T10:00:00.000012Z update public.users {\"id\": 1} before {\"a\": 1} after {\"a\":"
                        + " 2}");
        assertThat(written(line, event(Operation.TRUNCATE, "", "", "").of("public", "My Users")))
                .isEqualTo("2026-11-20T10:00:00.000012Z truncate public.\"My Users\"");
    }

    @Test
    void aBufferGrowsAndIsReused() {
        var buffer = new Utf8Buffer();
        var text = "ä".repeat(10_000);

        buffer.append("x").append(text).append('\n').append(-7L);
        assertThat(buffer.toString()).isEqualTo("x" + text + "\n-7");
        assertThat(buffer.length()).isEqualTo(20_004);

        buffer.clear();
        assertThat(buffer.append("y").toBytes()).containsExactly('y');
    }
}
