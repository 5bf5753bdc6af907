package dev.dbops.kafka.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.events.Batch;
import dev.dbops.events.EventFilter;
import dev.dbops.events.EventLog;
import dev.dbops.events.EventReader;
import dev.dbops.events.NameMap;
import dev.dbops.events.connect.TimePrecision;
import dev.dbops.events.ddl.SchemaTriggers;
import dev.dbops.events.envelope.DebeziumMessages;
import dev.dbops.events.envelope.DebeziumOptions;
import dev.dbops.events.envelope.DebeziumTopics;
import dev.dbops.events.envelope.EventMessage;
import dev.dbops.kafka.broker.TopicReader.Message;
import dev.dbops.postgres.Database;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The formats of messages in topics of a real broker. */
class KafkaFormatsTest {
    private final KafkaPair pair = new KafkaPair();

    @BeforeEach
    void changes() {
        pair.inSource("CREATE TABLE item (id int PRIMARY KEY, day date, doc jsonb)")
                .capture("item")
                .inSource(
                        "INSERT INTO item VALUES (1, '2026-01-02', '{\"a\": 1}')",
                        "BEGIN; UPDATE item SET day = NULL; UPDATE item SET id = 2; COMMIT",
                        "DELETE FROM item",
                        "TRUNCATE item");
    }

    /**
     * The messages of {@link DebeziumMessages}, which DebeziumComparisonTest compares field by field with those of
     * Debezium's own connector, are sent as they are: topics, keys, values, tombstones, beginnings and ends of
     * transactions.
     */
    @Test
    void theMessagesOfDebeziumAreSentAsTheyAre() {
        for (var options : List.of(
                new DebeziumOptions(false, Optional.empty(), Optional.empty(), true, true, true),
                new DebeziumOptions(true, Optional.of(TimePrecision.adaptive), Optional.empty(), true, true, true))) {
            var other = new KafkaPair(pair);
            other.debezium(options).replay();

            assertThat(other.reader().committed(other.prefix()))
                    .extracting(KafkaFormatsTest::text)
                    .containsExactlyInAnyOrderElementsOf(expected(other.prefix(), options));
        }
    }

    private List<String> expected(String prefix, DebeziumOptions options) {
        var texts = new ArrayList<String>();
        try (var database = Database.connect(pair.source().source())) {
            var log = EventLog.open(database);
            var messages =
                    new DebeziumMessages(log, new NameMap(), EventFilter.all(), options, new DebeziumTopics(prefix));
            Batch batch = new EventReader(database, EventFilter.all(), 1000).next(log.beginning());
            messages.prepare(batch);
            for (var event : batch.events()) {
                messages.of(event, batch.window()).forEach(message -> texts.add(text(message)));
            }
        }
        return texts;
    }

    private static String text(EventMessage message) {
        return text(
                message.topic(),
                new String(message.key(), StandardCharsets.UTF_8),
                new String(message.value(), StandardCharsets.UTF_8));
    }

    private static String text(Message message) {
        return text(message.topic(), message.key(), message.value());
    }

    /** Without the positions, which differ with the window that was read, and the time of the writing. */
    private static String text(String topic, String key, String value) {
        return "%s %s %s".formatted(topic, key, value.replaceAll("\"position\": \"[^\"]*\"|(?<=\"op\": \".\").*", ""));
    }

    @Test
    void cloudEventsHaveTheirAttributesAsHeaders() {
        pair.cloudEvents().replay();

        var messages = pair.messages("item");
        var first = messages.getFirst();
        assertThat(first.headers())
                .containsEntry("content-type", "application/json")
                .containsEntry("ce_specversion", "1.0")
                .containsEntry("ce_id", first.id())
                .containsEntry(
                        "ce_source",
                        "/%s/public/item".formatted(pair.source().source().database()))
                .containsEntry("ce_type", "dev.dbops.insert")
                .containsEntry("ce_subject", "public.item")
                .hasEntrySatisfying("ce_time", time -> assertThat(first.value()).contains("\"ts\": \"" + time + "\""));
        assertThat(messages)
                .filteredOn(Message::isTombstone)
                .hasSize(2)
                .allMatch(message -> message.headers().isEmpty());
        assertThat(messages).filteredOn(message -> !message.isTombstone()).hasSize(6);
    }

    /** It has a key, since a compacted topic refuses messages without one. */
    @Test
    void aChangeOfTheDefinitionIsInEachPartitionAtItsPlace() {
        try (var database = Database.connect(pair.source().source())) {
            new SchemaTriggers(database).install();
        }
        pair.inSource("BEGIN; INSERT INTO item SELECT g FROM generate_series(1, 20) AS g; ALTER TABLE item ADD"
                        + " COLUMN x int; INSERT INTO item SELECT g FROM generate_series(21, 40) AS g; COMMIT")
                .topics(new TopicOptions(true, Optional.of(3), Optional.empty(), Optional.empty()))
                .replay();

        var messages = pair.messages("item");
        for (var partition = 0; partition < 3; partition++) {
            var place = partition;
            var own =
                    messages.stream().filter(each -> each.partition() == place).toList();
            var change = own.stream()
                    .filter(each -> each.value().contains("ADD COLUMN x"))
                    .toList();
            assertThat(change).singleElement().satisfies(message -> {
                assertThat(message.key()).isEqualTo("{\"schema_change\": \"public.item\"}");
                assertThat(message.value())
                        .contains("\"event_type\": \"SCHEMA\"", "\"payload\": {\"schema_change\": {");
                assertThat(message.id()).isNotEmpty();
            });
            var at = own.indexOf(change.getFirst());
            assertThat(own.subList(0, at)).noneMatch(each -> each.value().contains("\"x\": null"));
            assertThat(own.subList(at + 1, own.size()))
                    .isNotEmpty()
                    .allMatch(each -> each.value().contains("\"x\": null"));
        }
    }

    @Test
    void eachTableIsASourceOfCloudEventsWhateverItsName() {
        pair.inSource("CREATE TABLE \"größe, alt\" (id int PRIMARY KEY)")
                .capture("\"größe, alt\"")
                .inSource("INSERT INTO \"größe, alt\" VALUES (1), (2)", "INSERT INTO item VALUES (9)");
        pair.cloudEvents().replay();

        var database = pair.source().source().database();
        assertThat(pair.messages("gr__e__alt"))
                .hasSize(2)
                .allSatisfy(message -> assertThat(message.headers())
                        .containsEntry("ce_source", "/%s/public/gr%%C3%%B6%%C3%%9Fe%%2C%%20alt".formatted(database)));
        assertThat(pair.messages("item").getLast().headers())
                .containsEntry("ce_source", "/%s/public/item".formatted(database));
    }
}
