package dev.dbops.kafka.replay;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.Polling;
import dev.dbops.events.EventLog;
import dev.dbops.events.Position;
import dev.dbops.kafka.KafkaErrors;
import dev.dbops.kafka.KafkaSettings;
import dev.dbops.kafka.message.MessageForm;
import dev.dbops.kafka.replay.OpenTransactions.Part;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;

/**
 * The transactions of earlier runs whose end the brokers have lost on a partition, because it had no leader (docs/kafka.md).
 * The next commit there would commit them too, even if they were aborted. The position tells what became of a transaction:
 * a commit moves it.
 */
final class LostEnds {
    private static final Pattern ID = Pattern.compile("(.+):([0-9]{1,18})");
    private static final Duration POLL = Duration.ofMillis(200);

    /** For the answers of the brokers: a message that is there is read at once. */
    private static final Duration MOST = Duration.ofSeconds(20);

    private final KafkaSettings settings;
    private final KafkaErrors errors;
    private final ReplayProducer producer;
    private final EventLog log;
    private final OpenTransactions open;
    private final Consumer<String> notes;
    private final Set<Part> noted = new HashSet<>();

    /**
     * @param producer has begun, so that a transaction that is open now stays open
     * @param notes receives a sentence about each of them
     */
    LostEnds(
            KafkaSettings settings,
            KafkaErrors errors,
            ReplayProducer producer,
            EventLog log,
            OpenTransactions open,
            Consumer<String> notes) {
        this.settings = settings;
        this.errors = errors;
        this.producer = producer;
        this.log = log;
        this.open = open;
        this.notes = notes;
    }

    /**
     * Ends the transactions that were aborted. Those that were committed are left to the next commit.
     *
     * @param reached the position that was committed last
     * @throws OpsException of kind REFUSED when the outcome of one is unknown
     */
    void end(Position reached) {
        var waiting = new Polling(MOST, Polling.Pace.SERVER);
        while (true) {
            var aborted = open.of(producer.transactionalId()).stream()
                    .map(part -> aborted(part, reached))
                    .flatMap(Optional::stream)
                    .toList();
            if (aborted.isEmpty()) {
                return;
            }
            if (waiting.left().isZero()) {
                throw new OpsException(
                        Kind.UNREACHABLE,
                        "a transaction was aborted again, and is still open",
                        "try again: the brokers may be restarting");
            }
            aborted.forEach(producer::abandon);
            AdminAnswers.pause(waiting);
        }
    }

    /** The first message of a part that was aborted; empty for one that was committed. */
    private Optional<ConsumerRecord<byte[], byte[]>> aborted(Part part, Position reached) {
        var message = read(part);
        var committed = message.flatMap(found -> isCommitted(found, reached)).orElseThrow(() -> refusal(part));
        if (noted.add(part)) {
            notes.accept((committed
                            ? "the brokers have lost the end of a committed transaction on %s: readers see its"
                                    + " messages after the next message there"
                            : "the brokers had lost the end of an aborted transaction on %s: it is aborted again")
                    .formatted(OpenTransactions.text(part.partition())));
        }
        return committed ? Optional.empty() : message;
    }

    /** All events of a transaction are on the same side of the position. */
    private Optional<Boolean> isCommitted(ConsumerRecord<byte[], byte[]> message, Position reached) {
        return Optional.ofNullable(message.headers().lastHeader(MessageForm.ID_HEADER))
                .map(header -> ID.matcher(new String(header.value(), StandardCharsets.UTF_8)))
                .filter(id -> id.matches() && id.group(1).equals(log.id()))
                .flatMap(id -> log.isRead(reached, Long.parseLong(id.group(2))));
    }

    private Optional<ConsumerRecord<byte[], byte[]>> read(Part part) {
        var waiting = new Polling(MOST, Polling.Pace.SERVER);
        try (var consumer = new KafkaConsumer<byte[], byte[]>(settings.consumer(IsolationLevel.READ_UNCOMMITTED))) {
            consumer.assign(List.of(part.partition()));
            consumer.seek(part.partition(), part.offset());
            while (!waiting.left().isZero()) {
                for (var message : consumer.poll(POLL)) {
                    // the message may have been deleted
                    return Optional.of(message).filter(found -> found.offset() == part.offset());
                }
            }
            return Optional.empty();
        } catch (KafkaException e) {
            throw errors.of("read an open transaction", e);
        }
    }

    private OpsException refusal(Part part) {
        return new OpsException(
                Kind.REFUSED,
                "the brokers have lost the end of a transaction on %s, and db-ops cannot find out whether it was committed"
                        .formatted(OpenTransactions.text(part.partition())),
                """
                to take it for aborted, run kafka-transactions.sh --bootstrap-server %s abort --topic %s --partition %d \
                --start-offset %d; its messages are lost if it was committed (docs/kafka.md)\
                """.formatted(
                                settings.address().bootstrap(),
                                part.partition().topic(),
                                part.partition().partition(),
                                part.offset()));
    }
}
