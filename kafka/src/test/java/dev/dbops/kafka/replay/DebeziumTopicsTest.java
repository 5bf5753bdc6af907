package dev.dbops.kafka.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.events.connect.DecimalMode;
import dev.dbops.events.connect.TimePrecision;
import dev.dbops.events.envelope.DebeziumConnector;
import dev.dbops.events.envelope.DebeziumDifference;
import dev.dbops.events.envelope.DebeziumFields;
import dev.dbops.events.envelope.DebeziumOptions;
import dev.dbops.events.replay.ReplayedPair;
import dev.dbops.kafka.broker.KafkaBroker;
import dev.dbops.kafka.broker.TopicReader.Message;
import dev.dbops.testing.TestServer;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The same changes in topics of a broker, by Debezium's own connector and by a replay: topics, keys, values, headers and
 * partitions. Kafka Connect sends what a connector returns with the default partitioner, and so does this.
 */
class DebeziumTopicsTest {
    private static final String THEIRS = "connector";
    private static final int PARTITIONS = 3;
    private static final DebeziumOptions OPTIONS = new DebeziumOptions(
            false, Optional.of(TimePrecision.adaptive), Optional.of(DecimalMode.precise), true, true, true);

    private static List<Message> theirs;
    private static List<Message> ours;
    private static EmbeddedPostgres postgres;

    /** The differences beside those of fields, as docs/kafka.md lists them. */
    enum Difference {
        TEXT("Keys and values are the text of a `jsonb`, with spaces and shorter names first, such as `{\"id\": 1,"
                + " \"code\": 2}`; Debezium writes `{\"code\":2,\"id\":1}`, in the order of the key or of the"
                + " columns. So a row may have another partition, and a compacted topic does not see that both"
                + " keys are of one row: give each program topics of its own."),
        ID("The header `dbops_id` is added to each event. Tombstones and the messages of `PREFIX.transaction` have no"
                + " headers."),
        KEYS("Debezium's headers `__debezium.newkey` and `__debezium.oldkey`, of a changed key, are not sent."),
        CONTEXT("Debezium's headers `__debezium.context.*`, which name the connector, are not sent.");

        private final String sentence;

        Difference(String sentence) {
            this.sentence = sentence;
        }
    }

    @BeforeAll
    static void bothSendTheSameChanges() throws Exception {
        postgres = TestServer.builder(TestServer.CARRIED)
                .setServerConfig("wal_level", "logical")
                .start();
        var server = TestServer.at(postgres.getPort());
        server.execute("postgres", "ALTER ROLE postgres PASSWORD '" + TestServer.PASSWORD + "'");
        var source = new ReplayedPair(server);
        var pair = new KafkaPair(source).debezium(OPTIONS);
        pair.inSource(
                        "CREATE TABLE item (id int PRIMARY KEY, day date, price numeric(8, 2))",
                        "CREATE TABLE part (name text, number int, note text, PRIMARY KEY (number, name))",
                        "CREATE TABLE \"größe, alt\" (id uuid PRIMARY KEY)",
                        "CREATE TABLE line (words text)",
                        "CREATE TABLE last (id int PRIMARY KEY)",
                        "CREATE PUBLICATION dbz_publication FOR ALL TABLES")
                .capture("item", "part", "\"größe, alt\"", "last");
        source.captureInserts("line");
        for (var prefix : List.of(THEIRS, pair.prefix())) {
            pair.reader().create(new NewTopic(prefix + ".public.item", PARTITIONS, (short) 1));
        }
        var options = Map.of(
                "topic.prefix", THEIRS,
                "key.converter.schemas.enable", "false",
                "value.converter.schemas.enable", "false");
        try (var connector = new DebeziumConnector(source.source(), "topics", options, "public.last")) {
            connector.awaitStart();
            change(pair);
            send(connector.messages());
        }
        pair.replay();
        theirs = pair.reader().committed(THEIRS);
        ours = pair.reader().committed(pair.prefix()).stream()
                .map(message -> renamed(message, pair.prefix()))
                .toList();
    }

    private static void change(KafkaPair pair) {
        pair.inSource(
                "INSERT INTO item SELECT n, '2026-01-02', n + 0.5 FROM generate_series(1, 12) AS n",
                "BEGIN; UPDATE item SET price = 1; UPDATE item SET id = 20 WHERE id = 2; COMMIT",
                "DELETE FROM item WHERE id > 9",
                "INSERT INTO part VALUES ('a \"b\" ü', 1, 'x')",
                "UPDATE part SET note = 'y'",
                "DELETE FROM part",
                "INSERT INTO \"größe, alt\" VALUES ('8c0ce6a5-7ac4-4b4b-8c0c-e6a57ac44b4b')",
                "INSERT INTO line VALUES ('one'), ('two')",
                "TRUNCATE item",
                "INSERT INTO last VALUES (1)");
    }

    private static void send(List<DebeziumConnector.Message> messages) {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", "127.0.0.1:" + KafkaBroker.shared().port());
        var bytes = new ByteArraySerializer();
        try (var producer = new KafkaProducer<>(settings, bytes, bytes)) {
            for (var message : messages) {
                var record = new ProducerRecord<>(message.topic(), bytes(message.key()), bytes(message.value()));
                message.headers().forEach((name, value) -> record.headers().add(name, bytes(value)));
                producer.send(record);
            }
        }
    }

    private static byte[] bytes(String text) {
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }

    private static Message renamed(Message message, String prefix) {
        return new Message(
                message.topic().replace(prefix + ".", THEIRS + "."),
                message.partition(),
                message.offset(),
                message.key(),
                message.value(),
                message.headers());
    }

    @AfterAll
    static void end() throws Exception {
        postgres.close();
    }

    /** The messages of each row in their order; of a topic without keys, or with those of transactions, all of them. */
    private static Map<String, List<Message>> byRow(List<Message> messages) {
        var rows = new TreeMap<String, List<Message>>();
        for (var message : messages) {
            var hasRow = !message.key().isEmpty() && !message.topic().endsWith(".transaction");
            var row = hasRow ? DebeziumFields.of(message.key()) : "";
            rows.computeIfAbsent(message.topic() + " " + row, _ -> new ArrayList<>())
                    .add(message);
        }
        return rows;
    }

    @Test
    void rowsHaveTheSameMessagesInTheSameTopics() {
        var theirRows = byRow(theirs);
        var ourRows = byRow(ours);

        assertThat(ourRows.keySet()).isEqualTo(theirRows.keySet()).hasSize(19);
        ourRows.forEach((row, messages) -> assertThat(messages)
                .as(row)
                .extracting(Message::isTombstone)
                .isEqualTo(theirRows.get(row).stream().map(Message::isTombstone).toList()));
    }

    @Test
    void onlyTheListedFieldsAndHeadersDiffer() {
        var seen = EnumSet.noneOf(Difference.class);
        var unexplained = new ArrayList<String>();

        var theirRows = byRow(theirs);
        byRow(ours).forEach((row, messages) -> {
            for (var i = 0; i < messages.size(); i++) {
                compare(row + " ", theirRows.get(row).get(i), messages.get(i), seen, unexplained);
            }
        });

        assertThat(unexplained).isEmpty();
        assertThat(seen).containsExactly(Difference.values());
    }

    private static void compare(
            String row, Message their, Message our, Set<Difference> seen, List<String> unexplained) {
        for (var found : DebeziumFields.compare(row + "key", orNull(their.key()), orNull(our.key()))) {
            explainField(found, unexplained);
        }
        for (var found : DebeziumFields.compare(row + "value", orNull(their.value()), orNull(our.value()))) {
            explainField(found, unexplained);
        }
        if (!our.key().equals(their.key())) {
            seen.add(Difference.TEXT);
        }
        var names = new TreeSet<>(our.headers().keySet());
        names.addAll(their.headers().keySet());
        for (var name : names) {
            var ourValue = our.headers().get(name);
            var found = header(name, ourValue != null, their.headers().containsKey(name), our);
            found.ifPresentOrElse(
                    seen::add,
                    () -> unexplained.add("%s: header %s is %s in Debezium, and here %s"
                            .formatted(row, name, their.headers().get(name), ourValue)));
        }
    }

    private static Optional<Difference> header(String name, boolean isOurs, boolean isTheirs, Message our) {
        if (isOurs == isTheirs) {
            return Optional.empty();
        }
        if (isOurs) {
            var isEvent = !our.isTombstone() && !our.topic().endsWith(".transaction");
            return name.equals("dbops_id") && isEvent ? Optional.of(Difference.ID) : Optional.empty();
        }
        return switch (name) {
            case "__debezium.newkey", "__debezium.oldkey" -> Optional.of(Difference.KEYS);
            default -> name.startsWith("__debezium.context.") ? Optional.of(Difference.CONTEXT) : Optional.empty();
        };
    }

    private static void explainField(DebeziumDifference.Found found, List<String> unexplained) {
        if (DebeziumDifference.of(found).isEmpty()) {
            unexplained.add(found.toString());
        }
    }

    private static String orNull(String text) {
        return text.isEmpty() ? null : text;
    }

    @Test
    void theChangesOfARowAreInOnePartitionInBoth() {
        for (var messages : List.of(theirs, ours)) {
            var items = byRow(messages);
            items.keySet().removeIf(row -> !row.contains(".item {"));
            assertThat(items)
                    .hasSize(13)
                    .allSatisfy((_, row) -> assertThat(row)
                            .extracting(Message::partition)
                            .containsOnly(row.getFirst().partition()));
            assertThat(items.values())
                    .extracting(row -> row.getFirst().partition())
                    .contains(0, 1, 2);
        }
    }

    @Test
    void theDocumentationListsTheDifferences() throws Exception {
        var text = Files.readString(Path.of("../docs/kafka.md")).replaceAll("\\s+", " ");
        var list = text.substring(text.indexOf("In the topics, the messages differ in the following:"));

        assertThat(list.substring(0, list.indexOf(" ##")).split(" - ")).hasSize(Difference.values().length + 1);
        assertThat(Difference.values())
                .allSatisfy(difference -> assertThat(list).contains("- " + difference.sentence));
    }
}
