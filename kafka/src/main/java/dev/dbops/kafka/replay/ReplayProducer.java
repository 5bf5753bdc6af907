package dev.dbops.kafka.replay;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.events.Consumers;
import dev.dbops.events.Position;
import dev.dbops.events.replay.DeliveryFailure;
import dev.dbops.kafka.KafkaErrors;
import dev.dbops.kafka.KafkaSettings;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;

/** The transactional producer of a replay: each transaction has messages and the position after them. */
final class ReplayProducer implements AutoCloseable {
    /** A replay that takes over has read the log's position and written its own within this time. */
    private static final Duration TAKEOVER = Duration.ofSeconds(5);

    private static final Duration CLOSE = Duration.ofSeconds(3);

    private final KafkaProducer<byte[], byte[]> producer;
    private final Positions positions;
    private final KafkaErrors errors;
    private final String transactional;
    private final String consumer;
    private final String session = UUID.randomUUID().toString();

    private ReplayProducer(
            KafkaProducer<byte[], byte[]> producer,
            Positions positions,
            KafkaErrors errors,
            String transactional,
            String consumer) {
        this.producer = producer;
        this.positions = positions;
        this.errors = errors;
        this.transactional = transactional;
        this.consumer = consumer;
    }

    /**
     * Fences an earlier producer of this replay, and ends its transaction.
     *
     * @param log the ID of the log; together with the name and the prefix it is the transactional ID
     */
    static ReplayProducer begin(
            KafkaSettings settings, Positions positions, KafkaErrors errors, String log, String consumer) {
        var transactional = "%s.db-ops.%s.%s".formatted(settings.address().prefix(), log, consumer);
        try {
            var producer = new KafkaProducer<byte[], byte[]>(settings.producer(transactional));
            try {
                producer.initTransactions();
                return new ReplayProducer(producer, positions, errors, transactional, consumer);
            } catch (RuntimeException e) {
                producer.close(Duration.ZERO);
                throw e;
            }
        } catch (KafkaException e) {
            throw errors.of("begin transactions", e);
        }
    }

    /** The transactional ID. */
    String transactionalId() {
        return transactional;
    }

    /**
     * Aborts a transaction that is still open on the partition of its first message: a transaction that is aborted there
     * ends the one before, too. Needs no right of an administrator.
     *
     * @throws OpsException when another run of this replay has taken over, or the brokers cannot be reached
     */
    void abandon(ConsumerRecord<byte[], byte[]> first) {
        var again = new ProducerRecord<>(first.topic(), first.partition(), first.key(), first.value(), first.headers());
        try {
            producer.beginTransaction();
            // a transaction has the partitions whose messages were stored
            producer.send(again).get();
            producer.abortTransaction();
        } catch (ExecutionException | KafkaException e) {
            throw failure(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OpsException(Kind.INTERRUPTED, "interrupted while a transaction was ended", null, e);
        }
    }

    /** Sends the messages of a transaction. */
    @FunctionalInterface
    interface Messages {
        /** @throws DeliveryFailure when one of them cannot be sent; then none is */
        void send(SendFailures failures);
    }

    /** Sends a message of the running transaction. */
    void send(ProducerRecord<byte[], byte[]> message, int index, SendFailures failures) {
        producer.send(message, failures.of(message, index));
    }

    /**
     * Runs a transaction.
     *
     * @param end the position after its messages
     * @throws DeliveryFailure when one of the messages is refused; then none is there for readers
     * @throws OpsException of kind REFUSED when another run of this replay has taken over
     */
    void commit(Messages messages, Position end) throws InterruptedException {
        var failures = new SendFailures();
        try {
            producer.beginTransaction();
            messages.send(failures);
            producer.send(positions.record(new KafkaCheckpoint(end, session)));
            failures.throwAny();
            producer.commitTransaction();
        } catch (InterruptException e) {
            Thread.interrupted();
            var interrupted = new InterruptedException("interrupted while events were sent");
            interrupted.initCause(e);
            throw interrupted;
        } catch (DeliveryFailure e) {
            abort();
            throw e;
        } catch (KafkaException e) {
            if (failures.refusal().isEmpty()) {
                throw failure(e);
            }
            abort();
            throw failures.refusal().get().failure();
        }
    }

    /** A broker also fences a producer whose transaction it has ended, because it took too long. */
    private OpsException failure(Exception error) {
        if (!KafkaErrors.isFenced(error)) {
            return errors.of("send events", error);
        }
        return positions.awaitOther(session, TAKEOVER)
                ? Consumers.moved(consumer)
                : new OpsException(
                        Kind.UNREACHABLE,
                        "the brokers have ended the transaction of this replay, which took too long",
                        "run it again: it continues with the events of this transaction");
    }

    private void abort() {
        try {
            producer.abortTransaction();
        } catch (KafkaException e) {
            throw failure(e);
        }
    }

    /** An open transaction is aborted, so that readers need not wait for its end. */
    @Override
    public void close() {
        producer.close(CLOSE);
    }
}
