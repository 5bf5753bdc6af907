package dev.dbops.kafka.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.events.EventLog;
import dev.dbops.kafka.broker.TopicReader.Message;
import dev.dbops.postgres.Database;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Events in topics of a real broker: what they are, and that each is there once. */
class KafkaReplayTest {
    private final KafkaPair pair = new KafkaPair();

    private void items() {
        pair.inSource("CREATE TABLE item (id int PRIMARY KEY, name text)")
                .capture("item")
                .inSource(
                        "INSERT INTO item VALUES (1, 'a'), (2, 'b')",
                        "UPDATE item SET name = 'B' WHERE id = 2",
                        "DELETE FROM item WHERE id = 1",
                        "UPDATE item SET id = 3 WHERE id = 2");
    }

    @Test
    void eachChangeIsAMessageWithItsKeyAndADeleteIsFollowedByATombstone() {
        items();
        pair.replay();

        assertThat(pair.messages("item"))
                .extracting(Message::key)
                .containsExactly(
                        "{\"id\": 1}",
                        "{\"id\": 2}",
                        "{\"id\": 2}",
                        "{\"id\": 1}",
                        "{\"id\": 1}",
                        "{\"id\": 2}",
                        "{\"id\": 2}",
                        "{\"id\": 3}");
        assertThat(pair.messages("item"))
                .extracting(Message::isTombstone)
                .containsExactly(false, false, false, false, true, false, true, false);
        assertThat(pair.messages("item").get(2).value())
                .contains("\"event_type\": \"UPDATE\"")
                .endsWith("\"payload\": {\"key\": {\"id\": 2}, \"before\": null, \"after\": {\"id\": 2, \"name\":"
                        + " \"B\"}}}");
        assertThat(pair.messages("item"))
                .allSatisfy(message -> assertThat(
                                message.isTombstone() || message.value().contains(message.id()))
                        .isTrue())
                .allSatisfy(message -> assertThat(message.id().isEmpty()).isEqualTo(message.isTombstone()));
    }

    @Test
    void tombstonesCanBeLeftOut() {
        items();
        pair.withoutTombstones().replay();

        assertThat(pair.messages("item")).hasSize(6).noneMatch(Message::isTombstone);
    }

    @Test
    void aSecondReplayContinuesAfterThePositionInKafka() {
        items();
        var position = pair.replay();
        assertThat(pair.replay()).isGreaterThanOrEqualTo(position);
        pair.inSource("INSERT INTO item VALUES (4, 'd')").replay();

        assertThat(pair.messages("item")).hasSize(9);
        assertThat(pair.messages("item").getLast().key()).isEqualTo("{\"id\": 4}");
    }

    /** The name is a part of the transactional ID, and of the key of the position. */
    @ParameterizedTest
    @ValueSource(strings = {"kafka://one:9092,two:9092/x", "a \"b\"\\c", "größe=*,?:\n\u0007"})
    void aNameMayHaveAnyCharacters(String name) {
        try (var database = Database.connect(pair.source().source())) {
            var log = EventLog.open(database);
            try (var sink = pair.open(log, name)) {
                sink.begin(log.beginning());
            }
            try (var sink = pair.open(log, name)) {
                assertThat(sink.position()).contains(log.beginning());
            }
        }
    }

    @Test
    void thePositionIsFoundInATopicWithSeveralPartitions() {
        items();
        pair.reader()
                .create(new NewTopic(pair.prefix() + ".db-ops-positions", 3, (short) 1)
                        .configs(Map.of("cleanup.policy", "compact")));
        pair.replay();
        pair.inSource("INSERT INTO item VALUES (4, 'd')").replay();

        assertThat(pair.messages("item")).hasSize(9);
    }

    @Test
    void theChangesOfARowStayInOnePartition() {
        pair.topics(new TopicOptions(true, Optional.of(5), Optional.of((short) 1), Optional.of("compact")));
        pair.inSource("CREATE TABLE item (id int PRIMARY KEY, n int)")
                .capture("item")
                .inSource("INSERT INTO item SELECT i, 0 FROM generate_series(1, 50) AS i");
        for (var round = 0; round < 4; round++) {
            pair.inSource("UPDATE item SET n = n + 1").batch(37).replay();
        }

        var messages = pair.messages("item");
        assertThat(messages).hasSize(250);
        assertThat(messages.stream().map(Message::partition).distinct()).hasSize(5);
        for (var id = 1; id <= 50; id++) {
            var key = "{\"id\": %d}".formatted(id);
            var changes = messages.stream().filter(m -> m.key().equals(key)).toList();
            assertThat(changes.stream().map(Message::partition).distinct()).hasSize(1);
            assertThat(changes)
                    .extracting(m -> m.value().replaceAll(".*\"n\": (\\d).*", "$1"))
                    .containsExactly("0", "1", "2", "3", "4");
        }
    }

    @Test
    void rowsWithoutAKeyKeepTheirOrderInOnePartition() {
        pair.topics(new TopicOptions(true, Optional.of(5), Optional.empty(), Optional.empty()));
        pair.inSource("CREATE TABLE line (n int)").source().captureInserts("line");
        pair.inSource("INSERT INTO line SELECT generate_series(1, 20)").replay();

        var messages = pair.messages("line");
        assertThat(messages.stream().map(Message::partition).distinct()).hasSize(1);
        assertThat(messages).hasSize(20).allMatch(message -> message.key().isEmpty());
        assertThat(messages.getLast().value()).contains("\"n\": 20");
    }

    @Test
    void aTruncateHasNoKeyAndNoTombstone() {
        items();
        pair.inSource("TRUNCATE item", "INSERT INTO item VALUES (9, 'z')").replay();

        var messages = pair.messages("item");
        assertThat(messages).hasSize(10);
        assertThat(messages.get(8).key()).isEmpty();
        assertThat(messages.get(8).value()).contains("\"event_type\": \"TRUNCATE\"");
        assertThat(messages.get(9).key()).isEqualTo("{\"id\": 9}");
    }

    @Test
    void charactersThatATopicCannotHaveAreReplacedAsByDebezium() {
        pair.inSource("CREATE TABLE \"größe, alt\" (id int PRIMARY KEY)")
                .capture("\"größe, alt\"")
                .inSource("INSERT INTO \"größe, alt\" VALUES (1)")
                .replay();

        assertThat(pair.messages("gr__e__alt")).hasSize(1);
    }
}
