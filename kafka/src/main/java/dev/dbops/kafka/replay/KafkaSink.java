package dev.dbops.kafka.replay;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.events.Batch;
import dev.dbops.events.EventLog;
import dev.dbops.events.Position;
import dev.dbops.events.replay.DeliveryFailure;
import dev.dbops.events.replay.PositionedSink;
import dev.dbops.kafka.KafkaErrors;
import dev.dbops.kafka.KafkaSettings;
import dev.dbops.kafka.message.KafkaMessage;
import dev.dbops.kafka.message.MessageForm;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;

/**
 * Sends events to Kafka, each exactly once for readers of committed messages: a batch and the position after it are one
 * transaction. A second replay of the same name fences the first.
 */
public final class KafkaSink implements PositionedSink {
    private static final Duration CLOSE = Duration.ofSeconds(3);

    private final KafkaSettings settings;
    private final MessageForm form;
    private final Admin admin;
    private final Topics topics;
    private final Optional<ReplayProducer> producer;
    private final Optional<LostEnds> lostEnds;
    private Optional<Position> reached;

    private KafkaSink(
            KafkaSettings settings,
            MessageForm form,
            Admin admin,
            Topics topics,
            Optional<ReplayProducer> producer,
            Optional<LostEnds> lostEnds,
            Optional<Position> reached) {
        this.settings = settings;
        this.form = form;
        this.admin = admin;
        this.topics = topics;
        this.producer = producer;
        this.lostEnds = lostEnds;
        this.reached = reached;
    }

    /**
     * Connects, ends what an earlier run of this replay has left, and reads the position.
     *
     * @param log the log to replay
     * @param consumer the name of the replay
     * @param form writes the messages
     * @param notes receives a sentence about each transaction whose end the brokers have lost
     * @throws OpsException when the brokers cannot be reached, or refuse the login or a right
     */
    public static KafkaSink open(
            KafkaSettings settings,
            EventLog log,
            String consumer,
            MessageForm form,
            TopicOptions options,
            Consumer<String> notes) {
        var errors = new KafkaErrors(settings);
        var admin = connect(settings, errors);
        Optional<ReplayProducer> producer = Optional.empty();
        try {
            var topics = new Topics(admin, options, errors);
            var positions = new Positions(settings, admin, topics, errors, log.id(), consumer);
            positions.require(options);
            var begun = ReplayProducer.begin(settings, positions, errors, log.id(), consumer);
            producer = Optional.of(begun);
            // an earlier producer cannot move the position any more
            var reached = positions.read().map(KafkaCheckpoint::position);
            var open = new OpenTransactions(settings, admin, topics, errors, notes);
            var lostEnds = new LostEnds(settings, errors, begun, log, open, notes);
            reached.ifPresent(lostEnds::end);
            return new KafkaSink(settings, form, admin, topics, producer, Optional.of(lostEnds), reached);
        } catch (RuntimeException e) {
            producer.ifPresent(ReplayProducer::close);
            admin.close(Duration.ZERO);
            throw e;
        }
    }

    /** Connects and reads the position. A replay of that name that is running is not fenced, and nothing can be sent. */
    public static KafkaSink preview(
            KafkaSettings settings, EventLog log, String consumer, MessageForm form, TopicOptions options) {
        var errors = new KafkaErrors(settings);
        var admin = connect(settings, errors);
        try {
            var topics = new Topics(admin, options, errors);
            var positions = new Positions(settings, admin, topics, errors, log.id(), consumer);
            var reached = positions.exist() ? positions.read() : Optional.<KafkaCheckpoint>empty();
            return new KafkaSink(
                    settings,
                    form,
                    admin,
                    topics,
                    Optional.empty(),
                    Optional.empty(),
                    reached.map(KafkaCheckpoint::position));
        } catch (RuntimeException e) {
            admin.close(Duration.ZERO);
            throw e;
        }
    }

    private static Admin connect(KafkaSettings settings, KafkaErrors errors) {
        try {
            var admin = Admin.create(settings.admin());
            try {
                new AdminAnswers(errors)
                        .of("connect to Kafka", admin.describeCluster().nodes());
                return admin;
            } catch (RuntimeException e) {
                admin.close(Duration.ZERO);
                throw e;
            }
        } catch (KafkaException e) {
            throw errors.of("connect to Kafka", e);
        }
    }

    @Override
    public String description() {
        return settings.address().toString();
    }

    @Override
    public Optional<Position> position() {
        return reached;
    }

    /** Also tells an earlier run of this replay that another one has taken over. */
    @Override
    public void begin(Position start) {
        try {
            producer.orElseThrow().commit(_ -> {}, start);
            reached = Optional.of(start);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OpsException(Kind.INTERRUPTED, "interrupted while the replay began", null, e);
        }
    }

    @Override
    public void deliver(Batch batch) throws InterruptedException {
        form.prepare(batch);
        try {
            producer.orElseThrow().commit(failures -> send(batch, failures), batch.end());
            reached = Optional.of(batch.end());
        } catch (DeliveryFailure e) {
            // its transaction was aborted, and its other events are sent again
            lostEnds.orElseThrow().end(reached.orElseThrow());
            throw e;
        }
    }

    private void send(Batch batch, SendFailures failures) {
        for (var i = 0; i < batch.events().size() && !failures.any(); i++) {
            var event = batch.events().get(i);
            for (var message : form.of(event, batch.window())) {
                for (var found : records(message, event.isSchemaChange(), i)) {
                    producer.orElseThrow().send(found, i, failures);
                }
            }
        }
    }

    /** A change of the definition is for the rows of all partitions: each has it at its place among its rows. */
    private List<ProducerRecord<byte[], byte[]>> records(KafkaMessage message, boolean isForAll, int index) {
        try {
            var partitions = topics.partitions(message.topic());
            var found = new MessageRecord(message);
            return isForAll ? found.inEach(partitions) : List.of(found.in(partitions));
        } catch (OpsException e) {
            throw DeliveryFailure.of(index, e);
        }
    }

    /** Takes some seconds at most, even if no broker responds. */
    @Override
    public void close() {
        var interrupted = Thread.interrupted();
        producer.ifPresent(ReplayProducer::close);
        admin.close(CLOSE);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
