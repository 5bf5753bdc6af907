package dev.dbops.kafka.replay;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.events.Position;
import dev.dbops.events.envelope.LogJson;
import dev.dbops.kafka.KafkaErrors;
import dev.dbops.kafka.KafkaSettings;
import dev.dbops.text.Utf8Buffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import tools.jackson.core.JsonToken;

/**
 * The position of a replay in a compacted topic, {@code PREFIX.db-ops-positions}: written in the transaction of the
 * events. Several replays share the topic; each has a key.
 */
final class Positions {
    /** Small segments: only closed ones are compacted, and each start reads the topic. */
    private static final Map<String, String> CONFIGURATION = Map.of(
            "cleanup.policy",
            "compact",
            "segment.bytes",
            Integer.toString(4 << 20),
            "min.cleanable.dirty.ratio",
            "0.1",
            "delete.retention.ms",
            Integer.toString(3_600_000));

    private static final Duration POLL = Duration.ofMillis(200);

    /** Another replay's transaction may be open: the broker ends it after a minute. */
    private static final Duration LONGEST_READ = Duration.ofSeconds(100);

    /** The position was not read in time, because a transaction is open before it, or because there is none yet. */
    private static final class OpenTransaction extends KafkaException {
        private static final long serialVersionUID = 1;
    }

    private final KafkaSettings settings;
    private final Admin admin;
    private final Topics topics;
    private final KafkaErrors errors;
    private final TopicPartition partition;
    private final byte[] key;

    /**
     * @param log the id of the log
     * @param consumer the name of the replay
     */
    Positions(KafkaSettings settings, Admin admin, Topics topics, KafkaErrors errors, String log, String consumer) {
        this.settings = settings;
        this.admin = admin;
        this.topics = topics;
        this.errors = errors;
        this.partition = new TopicPartition(settings.address().prefix() + ".db-ops-positions", 0);
        this.key = new Utf8Buffer()
                .append("{\"log\": ")
                .appendQuoted(log)
                .append(", \"consumer\": ")
                .appendQuoted(consumer)
                .append('}')
                .toBytes();
    }

    /** Returns whether the topic exists. */
    boolean exist() {
        return topics.find(partition.topic()).isPresent();
    }

    /**
     * Creates the topic if it does not exist.
     *
     * @throws OpsException of kind REFUSED when a topic of that name would lose positions
     */
    void require(TopicOptions options) {
        if (exist()) {
            requireCompacted();
            return;
        }
        if (!options.creates()) {
            throw new OpsException(
                    Kind.FAILED,
                    "topic \"%s\", which keeps the position, does not exist".formatted(partition.topic()),
                    "create it with 1 partition and cleanup.policy=compact, or leave --no-create-topics out");
        }
        topics.create(new NewTopic(partition.topic(), Optional.of(1), options.replicas()).configs(CONFIGURATION));
    }

    private void requireCompacted() {
        var policy = new TopicConfiguration(admin, errors).find(partition.topic(), "cleanup.policy");
        if (policy.isPresent() && !policy.get().equals("compact")) {
            throw new OpsException(
                    Kind.REFUSED,
                    "topic \"%s\", which keeps the position, has cleanup.policy %s, and would lose it"
                            .formatted(partition.topic(), policy.get()),
                    "set its cleanup.policy to compact");
        }
    }

    /** The record of a position. */
    ProducerRecord<byte[], byte[]> record(KafkaCheckpoint checkpoint) {
        var value = new Utf8Buffer()
                .append("{\"position\": ")
                .appendQuoted(checkpoint.position().toString())
                .append(", \"session\": ")
                .appendQuoted(checkpoint.session())
                .append('}');
        return new ProducerRecord<>(partition.topic(), partition.partition(), key, value.toBytes());
    }

    /**
     * Returns the position that was committed last.
     *
     * @throws OpsException of kind UNREACHABLE when a transaction stays open, after which the position may be
     */
    Optional<KafkaCheckpoint> read() {
        return read(LONGEST_READ);
    }

    Optional<KafkaCheckpoint> read(Duration most) {
        try {
            return readUntil(_ -> true, most);
        } catch (OpenTransaction e) {
            // a consumer waits for brokers that are away, too: then this is what fails
            end();
            throw new OpsException(
                    Kind.UNREACHABLE,
                    "cannot read the position: a transaction on topic \"%s\" has not ended in %d s"
                            .formatted(partition.topic(), most.toSeconds()),
                    """
                    run it again if another replay with this prefix is writing; if the transaction stays open, the brokers \
                    have lost its end: find and end it with kafka-transactions.sh (docs/kafka.md)\
                    """,
                    e);
        } catch (KafkaException e) {
            throw errors.of("read the position", e);
        }
    }

    /** Waits until another run of this replay has written its position, or the time has passed. */
    boolean awaitOther(String session, Duration most) {
        try {
            readUntil(
                    last -> last.filter(found -> !found.session().equals(session))
                            .isPresent(),
                    most);
            return true;
        } catch (OpenTransaction | TimeoutException _) {
            return false;
        } catch (KafkaException e) {
            throw errors.of("read the position", e);
        }
    }

    /**
     * Reads to the end of the topic, before which there are positions of earlier runs, and on until the last one is
     * enough. That is the end with open transactions: a consumer of committed records reads only up to the first
     * transaction that is open, and our last position may be after it.
     */
    private Optional<KafkaCheckpoint> readUntil(Predicate<Optional<KafkaCheckpoint>> isEnough, Duration most) {
        var deadline = System.nanoTime() + most.toNanos();
        try (var consumer = new KafkaConsumer<byte[], byte[]>(settings.consumer(IsolationLevel.READ_COMMITTED))) {
            var end = end();
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            Optional<KafkaCheckpoint> last = Optional.empty();
            while (consumer.position(partition) < end || !isEnough.test(last)) {
                if (System.nanoTime() > deadline) {
                    throw new OpenTransaction();
                }
                for (var record : consumer.poll(POLL)) {
                    if (Arrays.equals(record.key(), key)) {
                        last = Optional.of(checkpoint(record.value()));
                    }
                }
            }
            return last;
        }
    }

    private long end() {
        var uncommitted = new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED);
        return new AdminAnswers(errors)
                .of(
                        "read the position",
                        admin.listOffsets(Map.of(partition, OffsetSpec.latest()), uncommitted)
                                .partitionResult(partition))
                .offset();
    }

    private KafkaCheckpoint checkpoint(byte[] value) {
        var position = "";
        var session = "";
        try (var parser = LogJson.members(new String(value, StandardCharsets.UTF_8))) {
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                var name = parser.currentName();
                parser.nextToken();
                switch (name) {
                    case "position" -> position = parser.getString();
                    case "session" -> session = parser.getString();
                    default -> parser.skipChildren();
                }
            }
        }
        return new KafkaCheckpoint(Position.parse(position), session);
    }
}
