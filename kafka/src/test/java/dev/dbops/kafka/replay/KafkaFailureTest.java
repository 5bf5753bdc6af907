package dev.dbops.kafka.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.events.Batch;
import dev.dbops.events.EventFilter;
import dev.dbops.events.EventLog;
import dev.dbops.events.EventReader;
import dev.dbops.events.Position;
import dev.dbops.kafka.KafkaErrors;
import dev.dbops.kafka.KafkaSettings;
import dev.dbops.kafka.broker.KafkaBroker;
import dev.dbops.kafka.broker.TopicReader.Message;
import dev.dbops.postgres.Database;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Failures of a replay into Kafka: nothing is lost, and nothing is there twice. */
class KafkaFailureTest {
    /** Text of 1.28 MB that is still too large when it is compressed. */
    private static final String LARGE = "(SELECT string_agg(md5(j::text), '') FROM generate_series(1, 40000) AS j)";

    private final KafkaPair pair = new KafkaPair();
    private final Database database = Database.connect(pair.source().source());

    @BeforeEach
    void aTable() {
        pair.inSource("CREATE TABLE item (id int PRIMARY KEY, name text)").capture("item");
    }

    @AfterEach
    void close() {
        database.close();
    }

    private EventLog log() {
        return EventLog.open(database);
    }

    /** All events of the log after a position. */
    private Batch events(Position from) {
        return new EventReader(database, EventFilter.all(), 1000).next(from);
    }

    @Test
    void aSecondReplayOfTheNameFencesTheFirst() throws InterruptedException {
        pair.inSource("INSERT INTO item VALUES (1, 'a')");
        try (var first = pair.open(log(), "test")) {
            var start = log().beginning();
            first.begin(start);
            try (var second = pair.open(log(), "test")) {
                second.begin(second.position().orElseThrow());

                assertThatThrownBy(() -> first.deliver(events(start))).isInstanceOfSatisfying(OpsException.class, e -> {
                    assertThat(e.kind()).isEqualTo(Kind.REFUSED);
                    assertThat(e).hasMessageContaining("consumer \"test\" is being replayed by another process");
                });
                second.deliver(events(start));
            }
        }

        assertThat(pair.messages("item")).hasSize(1);
    }

    @Test
    void aDryRunDoesNotFenceARunningReplay() throws InterruptedException {
        pair.inSource("INSERT INTO item VALUES (1, 'a')");
        try (var running = pair.open(log(), "test")) {
            running.begin(log().beginning());
            try (var preview = pair.preview(log(), "test")) {
                assertThat(preview.position()).contains(log().beginning());
            }
            running.deliver(events(log().beginning()));
        }

        assertThat(pair.messages("item")).hasSize(1);
    }

    @Test
    void twoConsumersHaveTheirOwnPositions() throws InterruptedException {
        pair.inSource("INSERT INTO item VALUES (1, 'a')");
        try (var one = pair.open(log(), "one");
                var other = pair.open(log(), "other")) {
            one.begin(log().beginning());
            other.begin(log().beginning());
            one.deliver(events(log().beginning()));
        }

        try (var other = pair.open(log(), "other")) {
            assertThat(other.position()).contains(log().beginning());
        }
    }

    @Test
    void aTransactionThatStaysOpenBeforeThePositionIsNamed() throws Exception {
        pair.inSource("INSERT INTO item VALUES (1, 'a')").replay();
        var settings = KafkaSettings.of(pair.address());
        var errors = new KafkaErrors(settings);
        var topic = pair.prefix() + ".db-ops-positions";
        try (var admin = Admin.create(settings.admin());
                var other = new KafkaProducer<byte[], byte[]>(settings.producer("other"))) {
            var topics = new Topics(admin, TopicOptions.DEFAULT, errors);
            var positions = new Positions(settings, admin, topics, errors, log().id(), "test" + pair.prefix());
            other.initTransactions();
            other.beginTransaction();
            other.send(new ProducerRecord<>(topic, 0, new byte[] {1}, new byte[] {1}))
                    .get();

            assertThatThrownBy(() -> positions.read(Duration.ofSeconds(1)))
                    .isInstanceOfSatisfying(OpsException.class, e -> {
                        assertThat(e.kind()).isEqualTo(Kind.UNREACHABLE);
                        assertThat(e)
                                .hasMessage(
                                        "cannot read the position: a transaction on topic \"%s\" has not ended in 1 s",
                                        topic);
                        assertThat(e.hint().orElseThrow()).contains("kafka-transactions.sh");
                    });

            other.abortTransaction();
            assertThat(positions.read(Duration.ofSeconds(30))).isPresent();
        }
    }

    @Test
    void messagesOfARefusedBatchAreNotCommitted() {
        pair.inSource("INSERT INTO item VALUES (1, 'a'), (2, %s), (3, 'c')".formatted(LARGE));

        var failure = pair.failure();

        assertThat(failure.kind()).isEqualTo(Kind.FAILED);
        assertThat(failure)
                .hasMessageMatching("event \\d+ \\(INSERT of public.item, \\{\"id\": 2}\\) was refused: its message of"
                        + " 128\\d{4} bytes is too large for topic \"pair\\d+.public.item\"");
        assertThat(failure.hint().orElseThrow()).startsWith("raise max.message.bytes of the topic");
        assertThat(pair.messages("item")).extracting(Message::key).containsExactly("{\"id\": 1}");
        assertThat(pair.reader().uncommitted(pair.prefix())).hasSizeGreaterThan(1);
    }

    @Test
    void anEventThatIsTooLargeIsPutAsideAndTheOthersArriveOnce() {
        pair.inSource(
                "INSERT INTO item SELECT i, CASE WHEN i %% 7 = 0 THEN %s ELSE 'x' END FROM generate_series(1, 20) AS i"
                        .formatted(LARGE));

        pair.deadLetters().replay();

        assertThat(pair.putAside()).hasSize(2).allMatch(message -> message.contains("is too large for topic"));
        assertThat(pair.messages("item")).hasSize(18).extracting(Message::key).doesNotHaveDuplicates();
        assertThat(pair.notes())
                .as("an end that the brokers are writing is not lost")
                .isEmpty();
    }

    @Test
    void textThatCompressesWellMayBeLargerThanTheLimitOfTheTopic() {
        pair.inSource("INSERT INTO item VALUES (1, repeat('x', 5000000))").replay();

        assertThat(pair.messages("item").getFirst().value()).hasSizeGreaterThan(5_000_000);
    }

    @Test
    void aTopicThatMustExistIsNamed() {
        pair.inSource("INSERT INTO item VALUES (1, 'a')").replay();
        pair.inSource("CREATE TABLE other (id int PRIMARY KEY)")
                .capture("other")
                .inSource("INSERT INTO item VALUES (2, 'b')", "INSERT INTO other VALUES (1)");

        var failure = pair.topics(new TopicOptions(false, Optional.empty(), Optional.empty(), Optional.empty()))
                .failure();

        assertThat(failure).hasMessageContaining("topic \"%s.public.other\" does not exist".formatted(pair.prefix()));
        assertThat(pair.messages("item")).hasSize(2);
        assertThat(pair.reader().topics(".*" + pair.prefix() + "\\.public\\.other"))
                .isEmpty();
    }

    @Test
    void moreCopiesThanBrokersAreRefused() {
        pair.inSource("INSERT INTO item VALUES (1, 'a')")
                .topics(new TopicOptions(true, Optional.of(1), Optional.of((short) 3), Optional.empty()));

        var failure = pair.failure();

        assertThat(failure)
                .hasMessageContaining("cannot create topic \"%s.db-ops-positions\"".formatted(pair.prefix()));
        assertThat(failure.hint()).contains("pass a --replication-factor that is not above the number of brokers");
    }

    @Test
    void aTopicOfPositionsThatForgetsThemIsRefused() {
        pair.reader().create(new NewTopic(pair.prefix() + ".db-ops-positions", 1, (short) 1));

        var failure = pair.failure();

        assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
        assertThat(failure).hasMessageContaining("has cleanup.policy delete, and would lose it");
    }

    /** Readers of committed messages do not see what follows an open transaction; our position may be there. */
    @Test
    void thePositionIsReadAfterAnotherReplaysOpenTransaction() {
        pair.inSource("INSERT INTO item VALUES (1, 'a')").replay();
        try (var other = new KafkaProducer<byte[], byte[]>(producer(pair.prefix() + "-other", 2000))) {
            other.initTransactions();
            other.beginTransaction();
            other.send(new ProducerRecord<>(
                    pair.prefix() + ".db-ops-positions", "other".getBytes(StandardCharsets.UTF_8), new byte[1]));
            other.flush();
            // its position follows the open transaction, which the broker ends after two seconds
            pair.inSource("INSERT INTO item VALUES (2, 'b')");
            pair.replay();
            pair.inSource("INSERT INTO item VALUES (3, 'c')").replay();
        }

        assertThat(pair.messages("item"))
                .extracting(Message::key)
                .containsExactly("{\"id\": 1}", "{\"id\": 2}", "{\"id\": 3}");
    }

    /** Without another replay, it is not said that there is one. */
    @Test
    void aTransactionThatTheBrokerHasEndedIsAnOutage() {
        pair.inSource("INSERT INTO item VALUES (1, 'a'), (2, 'b')").transactionTimeout(1000);
        pair.slowly(() -> awaitAbort(pair.prefix() + ".db-ops." + log().id() + ".test" + pair.prefix()));

        var failure = pair.failure();

        assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(failure).hasMessageContaining("the brokers have ended the transaction of this replay");
        pair.json().replay();
        assertThat(pair.messages("item")).hasSize(2);
    }

    /** A consumer gets 500 records at once: those of an earlier run are not those of another replay. */
    @Test
    void positionsOfEarlierRunsAreNotThoseOfAnotherReplay() {
        writePositionsOfAnEarlierRun(
                pair.inSource("INSERT INTO item VALUES (1, 'a')").replay(), 1200);
        pair.inSource("INSERT INTO item VALUES (2, 'b'), (3, 'c')").transactionTimeout(1000);
        pair.slowly(() -> awaitAbort(pair.prefix() + ".db-ops." + log().id() + ".test" + pair.prefix()));

        assertThat(pair.failure().kind()).isEqualTo(Kind.UNREACHABLE);
    }

    private void writePositionsOfAnEarlierRun(Position position, int count) {
        var key = "{\"log\": \"%s\", \"consumer\": \"test%s\"}".formatted(log().id(), pair.prefix());
        var value = "{\"position\": \"%s\", \"session\": \"earlier\"}".formatted(position);
        try (var producer = new KafkaProducer<byte[], byte[]>(producer(pair.prefix() + "-earlier", 60_000))) {
            producer.initTransactions();
            producer.beginTransaction();
            for (var i = 0; i < count; i++) {
                producer.send(new ProducerRecord<>(
                        pair.prefix() + ".db-ops-positions",
                        key.getBytes(StandardCharsets.UTF_8),
                        value.getBytes(StandardCharsets.UTF_8)));
            }
            producer.commitTransaction();
        }
    }

    private static void awaitAbort(String transactional) {
        try (var admin = Admin.create(client())) {
            TransactionState state;
            do {
                state = admin.describeTransactions(List.of(transactional))
                        .description(transactional)
                        .get()
                        .state();
            } while (state != TransactionState.COMPLETE_ABORT);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, Object> client() {
        return Map.of("bootstrap.servers", "127.0.0.1:" + KafkaBroker.shared().port());
    }

    private static Map<String, Object> producer(String transactional, int timeout) {
        return Map.of(
                "bootstrap.servers",
                "127.0.0.1:" + KafkaBroker.shared().port(),
                "transactional.id",
                transactional,
                "transaction.timeout.ms",
                timeout,
                "key.serializer",
                ByteArraySerializer.class,
                "value.serializer",
                ByteArraySerializer.class);
    }
}
