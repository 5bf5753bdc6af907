package dev.dbops.kafka.replay;

import java.util.Optional;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;

/**
 * The failures of the messages of one transaction. The producer reports them from its own thread. When one message fails,
 * it aborts the others, so that only the refusals of single messages tell which event is the cause.
 */
final class SendFailures {
    private Optional<RefusedMessage> refusal = Optional.empty();
    private Optional<Exception> first = Optional.empty();

    /**
     * Returns what the producer calls when a message was stored, or was not.
     *
     * @param index the event's index in the batch
     */
    Callback of(ProducerRecord<byte[], byte[]> message, int index) {
        // the message itself would be kept until it is stored
        var topic = message.topic();
        var hasKey = message.key() != null;
        var bytes = (hasKey ? message.key().length : 0) + (message.value() == null ? 0 : message.value().length);
        return (_, error) -> {
            if (error != null) {
                add(new RefusedMessage(index, topic, bytes, error instanceof RecordTooLargeException), hasKey, error);
            }
        };
    }

    /** A compacted topic refuses messages without a key, and with them the other messages that were sent together. */
    private synchronized void add(RefusedMessage message, boolean hasKey, Exception error) {
        first = first.or(() -> Optional.of(error));
        var isRefused = message.tooLarge() || error instanceof InvalidRecordException && !hasKey;
        if (isRefused && refusal.map(known -> message.index() < known.index()).orElse(true)) {
            refusal = Optional.of(message);
        }
    }

    synchronized boolean any() {
        return first.isPresent();
    }

    /** Fails if a message could not be stored: then the transaction cannot be committed. */
    synchronized void throwAny() {
        if (first.isPresent()) {
            throw new KafkaException(first.get());
        }
    }

    /** The first message that was refused. */
    synchronized Optional<RefusedMessage> refusal() {
        return refusal;
    }
}
