package dev.dbops.events.received;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.events.Operation;
import dev.dbops.events.received.ReceivedEvent.Content;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Forms of events that no writer in a test makes, and text that anybody may send. */
class EnvelopeReaderTest {
    private static final String LOG = "c1d9b493-50c0-4cfe-a9de-4cce492601e8";

    static final String OWN = """
        {"id": "c1d9b493-50c0-4cfe-a9de-4cce492601e8:2000", "event_type": "UPDATE", "ts": "2026-11-20T10:00:00.000012Z",
         "source": {"database": "cruddur", "schema": "public", "table": "users", "txid": 838, "seq": 2000},
         "payload": {"key": {"id": 1}, "before": null, "after": {"id": 1, "name": "Ann"}}}
        """.strip();

    static final String DEBEZIUM = """
        {"before": null, "after": {"id": 1, "name": "Ann"}, "source": {"version": "3.6.1.Final", "connector": "postgresql",
         "name": "shop", "ts_ms": 1795168800000, "ts_us": 1795168800000012, "snapshot": "false", "db": "cruddur",
         "schema": "public", "table": "users", "txId": 838, "lsn": 24023128, "xmin": null}, "transaction": null, "op": "c"}
        """.strip();

    static final String WITH_SCHEMA =
            """
            {"schema": {"type": "struct", "fields": [{"type": "struct", "fields": [
              {"type": "int32", "optional": false, "field": "id"},
              {"type": "int32", "optional": true, "name": "io.debezium.time.Date", "version": 1, "field": "born"},
              {"type": "bytes", "optional": true, "name": "org.apache.kafka.connect.data.Decimal", "version": 1,
               "parameters": {"scale": "2"}, "field": "paid"}], "optional": true, "name": "Value", "field": "after"}],
              "optional": false, "name": "Envelope"},
             "payload": %s}
            """.strip().formatted(DEBEZIUM.replace("\"name\": \"Ann\"", "\"born\": 20455, \"paid\": \"BNI=\""));

    private static final String CHANGE = """
        {"after": null, "before": {"table": "users", "schema": "public", "columns": []}, "command": "DROP TABLE"}\
        """;

    private final EnvelopeReader reader = new EnvelopeReader();

    private ReceivedEvent read(String json) {
        return reader.read(json).orElseThrow();
    }

    @Test
    void theJsonOfDbOpsIsReadAsItIs() {
        var received = read(OWN);

        assertThat(received.id()).isEqualTo(LOG + ":2000");
        assertThat(received.content()).isEqualTo(Content.WHOLE);
        var event = received.event();
        assertThat(event.micros()).isEqualTo(1_795_168_800_000_012L);
        assertThat(event.xid()).isEqualTo("838");
        assertThat(event.operation()).isEqualTo(Operation.UPDATE);
        assertThat(event.tableName()).hasToString("public.users");
        assertThat(event.key()).isEqualTo("{\"id\": 1}");
        assertThat(event.before()).isEmpty();
        assertThat(event.after()).isEqualTo("{\"id\": 1, \"name\": \"Ann\"}");
        assertThat(event.origin()).isEmpty();
        assertThat(reader.read(OWN.getBytes(StandardCharsets.UTF_8))).contains(received);
    }

    @Test
    void aReferenceHasOnlyItsNumber() {
        var received = read(OWN.replaceAll("\"payload\".*", "\"reference\": true}"));

        assertThat(received.content()).isEqualTo(Content.REFERENCE);
        assertThat(received.id()).isEqualTo(LOG + ":2000");
        assertThat(received.event().after()).isEmpty();
    }

    /** Programs on the way write the JSON again, in their own order and with their own spaces. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"id\":1}|{\"id\": 1}",
                "{ \"team\" : 7 , \"id\" : 1 }|{\"id\": 1, \"team\": 7}",
                "{\"b\":1,\"aa\":2,\"é\":3,\"a\":4}|{\"a\": 4, \"b\": 1, \"aa\": 2, \"é\": 3}",
                "{\"id\":\"\\u00e9 \\u0022 \\/ \\b \\u000c \\u0001\"}|{\"id\": \"é \\\" / \\b \\f \\u0001\"}",
                "{\"id\":1.50}|{\"id\": 1.50}",
                "{\"id\":1.5e3}|{\"id\": 1500}",
                "{\"id\":[1,{\"a\":[ ],\"b\":{}},null]}|{\"id\": [1, {\"a\": [], \"b\": {}}, null]}",
                "{}|{}"
            })
    void aKeyHasTheTextThatTheServerWrites(String sent, String expected) {
        assertThat(read(OWN.replace("{\"id\": 1}, \"before\"", sent + ", \"before\""))
                        .event()
                        .key())
                .isEqualTo(expected);
    }

    /** Other programs choose the keys of their topics. */
    @Test
    void theKeyOfAMessageMayBeAnythingIfTheEventHasItsOwn() {
        var value = OWN.getBytes(StandardCharsets.UTF_8);
        for (var key : List.of(new byte[] {(byte) 0xff, 0}, "user-17".getBytes(StandardCharsets.UTF_8), new byte[0])) {
            assertThat(reader.read(value, key).orElseThrow().event().key()).isEqualTo("{\"id\": 1}");
        }
        assertThat(reader.read(new byte[0], new byte[] {(byte) 0xff})).isEmpty();
    }

    @Test
    void anEventOfDebeziumsOwnConnectorHasItsNameAndPositionAsId() {
        var received = read(DEBEZIUM);

        assertThat(received.id()).isEqualTo("shop:24023128");
        assertThat(received.content()).isEqualTo(Content.WITHOUT_KEY);
        assertThat(received.event().micros()).isEqualTo(1_795_168_800_000_012L);
        assertThat(received.event().operation()).isEqualTo(Operation.INSERT);
        assertThat(reader.read(DEBEZIUM, "{\"id\":1}").orElseThrow().event().key())
                .isEqualTo("{\"id\": 1}");
    }

    @Test
    void aRowThatDebeziumHasReadFromTheTableIsRead() {
        var received =
                read(DEBEZIUM.replace("\"op\": \"c\"", "\"op\": \"r\"").replace("\"txId\": 838", "\"txId\": null"));

        assertThat(received.event().operation()).isEqualTo(Operation.READ);
        assertThat(received.event().xid()).isEqualTo("0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"__debezium_unavailable_value\"",
                "\"X19kZWJleml1bV91bmF2YWlsYWJsZV92YWx1ZQ==\"",
                "[\"__debezium_unavailable_value\"]"
            })
    void aLargeValueThatDebeziumHasLeftOutIsNotInTheRow(String placeholder) {
        assertThat(read(DEBEZIUM.replace("\"Ann\"", placeholder + ", \"age\": 7"))
                        .event()
                        .after())
                .isEqualTo("{\"id\": 1, \"age\": 7}");
    }

    @Test
    void aSchemaMayFollowItsPayload() {
        var expected = "{\"id\": 1, \"born\": \"2026-01-02\", \"paid\": 12.34}";
        var payload = WITH_SCHEMA.indexOf(",\n \"payload\": ");
        var turned = "{" + WITH_SCHEMA.substring(payload + 2, WITH_SCHEMA.length() - 1) + ", "
                + WITH_SCHEMA.substring(1, payload) + "}";

        assertThat(read(WITH_SCHEMA).event().after()).isEqualTo(expected);
        assertThat(read(turned).event().after()).isEqualTo(expected);
    }

    @Test
    void theKeyOfAMessageMayHaveItsSchema() {
        var key = """
            {"schema": {"type": "struct", "fields": [
              {"type": "int32", "optional": false, "name": "io.debezium.time.Date", "version": 1, "field": "id"}],
              "optional": false, "name": "Key"}, "payload": {"id": 1}}
            """;

        assertThat(reader.read(WITH_SCHEMA, key).orElseThrow().event().key()).isEqualTo("{\"id\": \"1970-01-02\"}");
        assertThat(reader.read(WITH_SCHEMA, "null").orElseThrow()).satisfies(received -> {
            assertThat(received.content()).isEqualTo(Content.WHOLE);
            assertThat(received.event().key()).isEmpty();
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "{\"topic\": \"t\", \"key\": {\"id\": 1}, \"value\": null}",
                "{\"schema\": null, \"payload\": null}",
                "{\"status\": \"BEGIN\", \"id\": \"838\", \"event_count\": null, \"data_collections\": null,"
                        + " \"ts_ms\": 1}",
                "{\"schema\": {}, \"payload\": {\"status\": \"END\", \"id\": \"838\", \"event_count\": 1}}",
                "{\"ts_ms\": 1795168800000}"
            })
    void aMessageBetweenEventsIsNone(String message) {
        assertThat(reader.read(message)).isEmpty();
        assertThat(reader.read("", "{\"id\": 1}")).isEmpty();
    }

    private static String own(String regex, String replacement) {
        var changed = OWN.replaceFirst("(?s)" + regex, replacement);
        assertThat(changed).isNotEqualTo(OWN);
        return changed;
    }

    private static String debezium(String regex, String replacement) {
        var changed = DEBEZIUM.replaceFirst("(?s)" + regex, replacement);
        assertThat(changed).isNotEqualTo(DEBEZIUM);
        return changed;
    }

    static Stream<Arguments> malformed() {
        var columns = String.join(
                ", ",
                IntStream.range(0, 1601).mapToObj(i -> "\"c" + i + "\": 1").toList());
        var number = "a whole number from 0 to 9223372036854775807";
        return Stream.of(
                Arguments.of("", "the event is empty"),
                Arguments.of("  \n", "the event is empty"),
                Arguments.of("[]", "the event is not a JSON object"),
                Arguments.of("17", "the event is not a JSON object"),
                Arguments.of("{}", "the event is neither in the JSON of db-ops nor in Debezium's form"),
                Arguments.of(
                        "{\"id\": 1, \"name\": \"Ann\"}",
                        "the event is neither in the JSON of db-ops nor in" + " Debezium's form"),
                Arguments.of(OWN.substring(0, 200), "the event ends in the middle of its JSON"),
                Arguments.of(OWN + " x", "the event is not valid JSON, near character N"),
                Arguments.of(OWN + OWN, "the event has text after its end"),
                Arguments.of(own("\"id\": 1,", "\"id\": 01,"), "the event is not valid JSON, near character N"),
                Arguments.of(own("\"Ann\"", "\"a\nb\""), "the event is not valid JSON, near character N"),
                Arguments.of(own("\"Ann\"", "NaN"), "the event is not valid JSON, near character N"),
                Arguments.of(own("\"Ann\"", "\"\\\\u0000\""), "the event has a NUL character"),
                Arguments.of(
                        own("Ann", "\\\\ud800"), "the event has half of a surrogate pair, or text that is not UTF-8"),
                Arguments.of(own("Ann", "\udc80"), "the event has half of a surrogate pair, or text that is not UTF-8"),
                Arguments.of(own("users", "us\\\\u0000ers"), "the event has a NUL character"),
                Arguments.of(own("\"Ann\"", "[".repeat(50_001)), "the event is nested more than 50000 levels deep"),
                Arguments.of(own("\"name\": ", "\"id\": "), "the event has \"id\" twice"),
                Arguments.of(own("\"ts\"", "\"id\": \"x\", \"ts\""), "the event has \"id\" twice"),
                Arguments.of(own("\"schema\"", "\"table\": \"x\", \"schema\""), "the event has \"table\" twice"),
                Arguments.of(own("\"name\": \"Ann\"", columns), "the event has a row of more than 1600 columns"),
                Arguments.of(own("\"ts\"", columns + ", \"ts\""), "the event has an object of more than 1600 members"),
                Arguments.of(own("\"id\": \"[^\"]*\", ", ""), "the event has no \"id\""),
                Arguments.of(own("\"id\": \"[^\"]*\"", "\"id\": null"), "the event has no \"id\""),
                Arguments.of(own("\"id\": \"[^\"]*\"", "\"id\": 7"), "\"id\" of the event is not a string with text"),
                Arguments.of(
                        own("[0-9a-f-]{36}:2000", "x"),
                        "\"id\" of the event is not the id of a log, a colon and a number"),
                Arguments.of(
                        own("[0-9a-f-]{36}:2000", ":2000"),
                        "\"id\" of the event is not the id of a log, a colon and a number"),
                Arguments.of(own(":2000", ":-1"), "\"id\" of the event is not " + number),
                Arguments.of(own(":2000", ":2e3"), "\"id\" of the event is not " + number),
                Arguments.of(own(":2000", ":02000"), "\"id\" of the event is not " + number),
                Arguments.of(own(":2000", ":9223372036854775808"), "\"id\" of the event is not " + number),
                Arguments.of(own(":2000", ":3000"), "\"id\" and \"source.seq\" of the event have different numbers"),
                Arguments.of(own("\"seq\": 2000", "\"seq\": \"2000\""), "\"source.seq\" of the event is not " + number),
                Arguments.of(
                        own("UPDATE", "MERGE"),
                        "\"event_type\" of the event is not one of INSERT,UPDATE,DELETE,TRUNCATE,READ,SCHEMA"),
                Arguments.of(own("\"UPDATE\"", "null"), "the event has no \"event_type\""),
                Arguments.of(own("\"ts\": \"[^\"]*\", ?", ""), "the event has no \"ts\""),
                Arguments.of(
                        own("2026-11-20T", "yesterday "),
                        "\"ts\" of the event is not a time, such as 2026-11-20T10:00:00.000012Z"),
                Arguments.of(
                        own("\"source\": \\{[^}]*\\}", "\"source\": 1"), "\"source\" of the event is not an object"),
                Arguments.of(own("\"source\": \\{[^}]*\\},", ""), "the event has no \"source\""),
                Arguments.of(own("\"public\"", "\"\""), "\"source.schema\" of the event is not a string with text"),
                Arguments.of(own("\"table\": \"users\", ", ""), "the event has no \"source.table\""),
                Arguments.of(
                        own("838", "18446744073709551616"),
                        "\"source.txid\" of the event is not the ID of a transaction"),
                Arguments.of(own("838", "true"), "\"source.txid\" of the event is not the ID of a transaction"),
                Arguments.of(
                        own(", \"seq\"", ", \"origin\": 1, \"seq\""), "\"source.origin\" of the event is not a string"),
                Arguments.of(
                        own("\"payload\".*", "\"reference\": 1}"), "\"reference\" of the event is not true or false"),
                Arguments.of(own(",\\s*\"payload\".*", "}"), "the event has no \"payload\""),
                Arguments.of(own("\"payload\".*", "\"payload\": []}"), "\"payload\" of the event is not an object"),
                Arguments.of(own("\\{\"id\": 1\\}", "1"), "\"payload.key\" of the event is not an object or null"),
                Arguments.of(own("null", "\"x\""), "\"payload.before\" of the event is not an object or null"),
                Arguments.of(own("\"after\": .*", "\"after\": null}}"), "the event has no \"payload.after\""),
                Arguments.of(debezium("\"c\"", "\"x\""), "\"op\" of the event is not one of c, u, d, t and r"),
                Arguments.of(debezium("\"c\"", "\"m\""), "\"op\" of the event is not one of c, u, d, t and r"),
                Arguments.of(debezium("\"c\"", "1"), "\"op\" of the event is not a string with text"),
                Arguments.of(debezium("postgresql", "mysql"), "\"source.connector\" of the event is not postgresql"),
                Arguments.of(debezium("24023128", "null"), "the event has no \"source.lsn\""),
                Arguments.of(debezium("24023128", "-1"), "\"source.lsn\" of the event is not " + number),
                Arguments.of(debezium("24023128", "1.5"), "\"source.lsn\" of the event is not " + number),
                Arguments.of(
                        debezium("24023128", "9223372036854775808"), "\"source.lsn\" of the event is not " + number),
                Arguments.of(debezium("\"shop\"", "null"), "the event has no \"source.name\""),
                Arguments.of(
                        debezium("\"ts_ms\": [0-9]+, \"ts_us\": [0-9]+,", ""), "the event has no \"source.ts_ms\""),
                Arguments.of(
                        debezium("\"ts_ms\": [0-9]+, \"ts_us\": [0-9]+,", "\"ts_ms\": 9223372036854775807,"),
                        "\"source.ts_ms\" of the event is not a time in milliseconds"),
                Arguments.of(debezium("\"after\": \\{[^}]*\\}", "\"after\": null"), "the event has no \"after\""),
                Arguments.of(WITH_SCHEMA.replace("\"op\"", "\"po\""), "the event has no \"payload.op\""),
                Arguments.of(
                        WITH_SCHEMA.replace("20455", "\"20455\""),
                        "the value of column \"born\" does not fit its schema"),
                Arguments.of(
                        WITH_SCHEMA.replace("20455", "99999999999999"),
                        "the value of column \"born\" does not fit its schema"),
                Arguments.of(
                        WITH_SCHEMA.replace("BNI=", "BNI"), "the value of column \"paid\" does not fit its schema"),
                Arguments.of(
                        WITH_SCHEMA.replace("\"2\"", "\"2147483647\""),
                        "the value of column \"paid\" does not fit its schema"),
                Arguments.of(
                        WITH_SCHEMA.replace("\"2\"", "\"x\""), "the value of column \"paid\" does not fit its schema"));
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void aMalformedEventIsRefusedWithASentence(String json, String sentence) {
        assertThatThrownBy(() -> reader.read(json)).isInstanceOfSatisfying(OpsException.class, e -> {
            assertThat(e.getMessage().replaceAll("character [0-9]+", "character N"))
                    .isEqualTo(sentence);
            assertThat(e.kind()).isEqualTo(Kind.FAILED);
            assertThat(e.hint()).isPresent();
        });
    }

    @Test
    void anEventOfAnEarlierVersionNamesTheCommandThatHelps() {
        assertThatThrownBy(() -> reader.read(own("\"id\": \"[^\"]*\", ", "")))
                .isInstanceOfSatisfying(
                        OpsException.class,
                        e -> assertThat(e.hint().orElseThrow())
                                .contains("run db-ops triggers-install again in the database that has sent it"));
    }

    @Test
    void bytesThatAreNotUtf8AndWrongKeysAreRefused() {
        assertThatThrownBy(() -> reader.read(OWN.getBytes(StandardCharsets.UTF_16)))
                .hasMessage("the event is not valid UTF-8");
        assertThatThrownBy(() -> reader.read(DEBEZIUM, "[1]"))
                .hasMessage("the key of the event is not an object or null");
        assertThatThrownBy(() -> reader.read(DEBEZIUM, "{\"id\": 1, \"id\": 2}"))
                .hasMessage("the event has \"id\" twice");
        assertThatThrownBy(() -> reader.read(DEBEZIUM, "{")).hasMessage("the event ends in the middle of its JSON");
    }

    /** Control characters in a name do not reach a terminal, and a long name does not fill a log. */
    @Test
    void aNameInAMessageIsShortAndVisible() {
        var name = "\\u001b[31m" + "x".repeat(1000);

        assertThatThrownBy(() -> reader.read(own(
                        "\"name\": \"Ann\"",
                        "\"%1$s\": 1, \"%1$s\": 2".formatted(name).replace("\\", "\\\\"))))
                .isInstanceOfSatisfying(
                        OpsException.class,
                        e -> assertThat(e.getMessage()).hasSizeLessThan(150).doesNotContain("\u001b"));
    }

    @Test
    void aDeeplyNestedValueAndALongNumberAreReadAsTheyAre() {
        var deep = "[".repeat(49_990) + "]".repeat(49_990);
        var digits = "1".repeat(1_000_000);

        assertThat(read(own("\"Ann\"", deep)).event().after()).contains(deep);
        assertThat(read(own("\"Ann\"", digits)).event().after()).contains(digits);
    }

    @Test
    void aChangeOfADefinitionIsReadAsItWasWritten() {
        var source = OWN.substring(0, OWN.indexOf("\"payload\"")).replace("UPDATE", "SCHEMA");

        var read = read(source + "\"payload\": {\"schema_change\": " + CHANGE + "}}");

        assertThat(read.event().operation()).isEqualTo(Operation.SCHEMA);
        assertThat(read.event().after()).isEqualTo(CHANGE);
        assertThat(read.event().key()).isEmpty();
        assertThatThrownBy(() -> read(source + "\"payload\": {}}")).hasMessageContaining("payload.schema_change");
        assertThatThrownBy(() -> read(DEBEZIUM.replace("\"op\": \"c\"", "\"op\": \"s\"")))
                .hasMessageContaining("one of c, u, d, t and r");
    }
}
