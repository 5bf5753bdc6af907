package dev.dbops.kafka.replay;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.Polling;
import dev.dbops.kafka.KafkaErrors;
import dev.dbops.kafka.KafkaSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeProducersResult.PartitionProducerState;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/** Finds the transactions of a producer that are open, as the partitions see them. */
final class OpenTransactions {
    private static final String WORK = "look for open transactions";

    private static final Set<TransactionState> ENDING =
            EnumSet.of(TransactionState.PREPARE_ABORT, TransactionState.PREPARE_COMMIT);

    private static final Duration END = Duration.ofSeconds(20);

    private final KafkaSettings settings;
    private final Admin admin;
    private final Topics topics;
    private final KafkaErrors errors;
    private final AdminAnswers answers;
    private final Consumer<String> notes;
    private final Set<TopicPartition> noted = new HashSet<>();

    /** @param notes receives a sentence about each partition that the user has no right to see, once */
    OpenTransactions(KafkaSettings settings, Admin admin, Topics topics, KafkaErrors errors, Consumer<String> notes) {
        this.settings = settings;
        this.admin = admin;
        this.topics = topics;
        this.errors = errors;
        this.answers = new AdminAnswers(errors);
        this.notes = notes;
    }

    /** The part of an open transaction that is on a partition begins at an offset. */
    record Part(TopicPartition partition, long offset) {}

    /**
     * Returns the parts of the producer's transaction on the topics with the prefix that stay open: the brokers report it
     * as ended. Brokers before 3.0 do not report that, and lose no end.
     *
     * @throws OpsException of kind UNREACHABLE when a partition has no leader, or the transaction does not end
     */
    List<Part> of(String transactional) {
        var waited = waitedFor(partitions());
        if (waited.isEmpty()) {
            return List.of();
        }
        try {
            return parts(ended(transactional).producerId(), waited);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnsupportedVersionException) {
                return List.of();
            }
            throw errors.of(WORK, e);
        }
    }

    /** Waits until the brokers have written the ends of a transaction that the producer has just ended. */
    private TransactionDescription ended(String transactional) throws ExecutionException {
        var waiting = new Polling(END, Polling.Pace.SERVER);
        while (true) {
            var found = answers.raw(
                    admin.describeTransactions(List.of(transactional)).description(transactional));
            if (!ENDING.contains(found.state())) {
                return found;
            }
            if (waiting.left().isZero()) {
                throw new OpsException(
                        Kind.UNREACHABLE,
                        "the brokers have not ended the transaction of this replay in %d s".formatted(END.toSeconds()),
                        "try again: they may be restarting");
            }
            AdminAnswers.pause(waiting);
        }
    }

    private List<Part> parts(long producer, List<TopicPartition> partitions) throws ExecutionException {
        var found = new ArrayList<Part>();
        var states = admin.describeProducers(partitions);
        for (var partition : partitions) {
            try {
                start(answers.raw(states.partitionResult(partition)), producer)
                        .ifPresent(offset -> found.add(new Part(partition, offset)));
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicAuthorizationException)) {
                    throw e;
                }
                noteUnseen(partition);
            }
        }
        return found;
    }

    private void noteUnseen(TopicPartition partition) {
        if (noted.add(partition)) {
            notes.accept("%s has an open transaction, and only a user with the right Read on the topic sees whose"
                    .formatted(text(partition)));
        }
    }

    private static OptionalLong start(PartitionProducerState state, long producer) {
        return state.activeProducers().stream()
                .filter(active -> active.producerId() == producer)
                .flatMapToLong(active -> active.currentTransactionStartOffset().stream())
                .findFirst();
    }

    private List<TopicPartition> partitions() {
        var names = topics.startingWith(settings.address().prefix() + ".");
        var found = new ArrayList<TopicPartition>();
        for (var topic :
                answers.of(WORK, admin.describeTopics(names).allTopicNames()).values()) {
            for (var partition : topic.partitions()) {
                var name = new TopicPartition(topic.name(), partition.partition());
                if (partition.leader() == null) {
                    throw new OpsException(
                            Kind.UNREACHABLE,
                            "%s has no leader: the replay cannot tell whether a transaction is open there"
                                    .formatted(text(name)),
                            "start the partition's brokers");
                }
                found.add(name);
            }
        }
        return found;
    }

    /** The partitions whose readers wait for the end of a transaction. Every client that sees a topic may ask for them. */
    private List<TopicPartition> waitedFor(List<TopicPartition> partitions) {
        var committed = ends(partitions, IsolationLevel.READ_COMMITTED);
        // asked for later: a message that is added between the two answers only makes the broker be asked for more
        var ends = ends(partitions, IsolationLevel.READ_UNCOMMITTED);
        return partitions.stream()
                .filter(partition ->
                        committed.get(partition).offset() < ends.get(partition).offset())
                .toList();
    }

    private Map<TopicPartition, ListOffsetsResultInfo> ends(List<TopicPartition> partitions, IsolationLevel isolation) {
        var latest = new HashMap<TopicPartition, OffsetSpec>();
        partitions.forEach(partition -> latest.put(partition, OffsetSpec.latest()));
        return answers.of(
                WORK,
                admin.listOffsets(latest, new ListOffsetsOptions(isolation)).all());
    }

    /** The partition in a sentence. */
    static String text(TopicPartition partition) {
        return "partition %d of topic \"%s\"".formatted(partition.partition(), partition.topic());
    }
}
