package dev.dbops.kafka.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.dbops.Polling;
import dev.dbops.kafka.KafkaAddress;
import dev.dbops.kafka.KafkaSettings;
import dev.dbops.kafka.broker.KafkaCluster;
import dev.dbops.kafka.broker.TopicReader;
import dev.dbops.kafka.broker.TopicReader.Message;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A fault of Kafka that docs/kafka.md describes: the end of a transaction is lost on a partition without a leader. When
 * this test fails, Kafka has changed, and the page must be changed too.
 */
class LostTransactionEndTest {
    private static final Duration LEADER = Duration.ofSeconds(60);
    private static final TopicPartition STOPPED = new TopicPartition("t", 0);
    private static final TopicPartition RUNNING = new TopicPartition("t", 1);

    private final KafkaCluster cluster = new KafkaCluster();
    private final KafkaSettings settings = KafkaSettings.of(KafkaAddress.parse(cluster.url("lost")));
    private Admin admin;

    @BeforeEach
    void aTopicWithoutReplicas() throws Exception {
        admin = Admin.create(settings.admin());
        var topic = new NewTopic("t", Map.of(0, List.of(3), 1, List.of(1))).configs(Map.of("min.insync.replicas", "1"));
        admin.createTopics(List.of(topic)).all().get();
    }

    @AfterEach
    void end() {
        admin.close();
        cluster.close();
    }

    @Test
    void anAbortedMessageIsCommittedWithTheNextTransaction() throws Exception {
        var third = cluster.brokers().get(2);
        try (var first = producer()) {
            first.beginTransaction();
            send(first, "aborted");
            third.kill();
            awaitLeader(false);
            try (var second = producer()) {
                third.start();
                awaitLeader(true);
                assertThat(open(RUNNING)).isEmpty();
                assertThat(open(STOPPED)).hasValue(0);

                second.beginTransaction();
                send(second, "committed");
                second.commitTransaction();
            }
        }

        assertThat(new TopicReader(cluster.brokers().getFirst().port()).committed("t"))
                .extracting(Message::partition, Message::value)
                .containsExactly(tuple(0, "aborted"), tuple(0, "committed"), tuple(1, "committed"));
    }

    /** Ends what an earlier one has left. */
    private KafkaProducer<byte[], byte[]> producer() {
        var producer = new KafkaProducer<byte[], byte[]>(settings.producer("replay"));
        producer.initTransactions();
        return producer;
    }

    private static void send(KafkaProducer<byte[], byte[]> producer, String text) throws Exception {
        for (var partition : List.of(STOPPED, RUNNING)) {
            var value = text.getBytes(StandardCharsets.UTF_8);
            producer.send(new ProducerRecord<>(partition.topic(), partition.partition(), null, value))
                    .get();
        }
    }

    private void awaitLeader(boolean present) throws Exception {
        var waiting = new Polling(LEADER, Polling.Pace.SERVER);
        while (hasLeader() != present) {
            assertThat(waiting.left()).as("the partition's leader: %s", present).isPositive();
            waiting.again();
        }
    }

    private boolean hasLeader() throws Exception {
        var topics = admin.describeTopics(List.of("t")).allTopicNames().get();
        return topics.get("t").partitions().getFirst().leader() != null;
    }

    /** The first message of a transaction that is open on the partition. */
    private OptionalLong open(TopicPartition partition) throws Exception {
        return admin.describeProducers(List.of(partition)).partitionResult(partition).get().activeProducers().stream()
                .map(ProducerState::currentTransactionStartOffset)
                .flatMapToLong(OptionalLong::stream)
                .findFirst();
    }
}
