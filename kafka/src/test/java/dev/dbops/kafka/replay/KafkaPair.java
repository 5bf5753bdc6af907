package dev.dbops.kafka.replay;

import dev.dbops.OpsException;
import dev.dbops.aws.KafkaToken;
import dev.dbops.events.Event;
import dev.dbops.events.EventFilter;
import dev.dbops.events.EventLog;
import dev.dbops.events.NameMap;
import dev.dbops.events.Position;
import dev.dbops.events.envelope.DebeziumMessages;
import dev.dbops.events.envelope.DebeziumOptions;
import dev.dbops.events.envelope.DebeziumTopics;
import dev.dbops.events.envelope.Envelope;
import dev.dbops.events.replay.Replay;
import dev.dbops.events.replay.ReplayListener;
import dev.dbops.events.replay.ReplayOptions;
import dev.dbops.events.replay.ReplayedPair;
import dev.dbops.kafka.KafkaAddress;
import dev.dbops.kafka.KafkaSettings;
import dev.dbops.kafka.broker.KafkaBroker;
import dev.dbops.kafka.broker.TopicReader;
import dev.dbops.kafka.broker.TopicReader.Message;
import dev.dbops.kafka.message.CloudEventsForm;
import dev.dbops.kafka.message.DebeziumForm;
import dev.dbops.kafka.message.EnvelopeForm;
import dev.dbops.kafka.message.MessageForm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** A database with a log, and topics of the shared broker that it is replayed into. */
final class KafkaPair {
    private static final AtomicInteger PREFIXES = new AtomicInteger();

    private final ReplayedPair source;
    private final KafkaBroker broker = KafkaBroker.shared();
    private final String prefix;
    private final List<String> putAside = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final NameMap names = new NameMap();
    private TopicOptions topics = TopicOptions.DEFAULT;
    private Function<EventLog, MessageForm> form;
    private boolean deadLetters;
    private int batch = 1000;
    private String settings = "";

    KafkaPair() {
        this(new ReplayedPair(17));
    }

    /** Other topics for the same source. */
    KafkaPair(KafkaPair other) {
        this(other.source);
    }

    KafkaPair(ReplayedPair source) {
        this.source = source;
        prefix = "pair" + PREFIXES.incrementAndGet();
        json();
    }

    String prefix() {
        return prefix;
    }

    ReplayedPair source() {
        return source;
    }

    KafkaPair json() {
        form = log -> new EnvelopeForm(Envelope.of(log), new DebeziumTopics(prefix), true);
        return this;
    }

    KafkaPair withoutTombstones() {
        form = log -> new EnvelopeForm(Envelope.of(log), new DebeziumTopics(prefix), false);
        return this;
    }

    KafkaPair cloudEvents() {
        form = log -> new CloudEventsForm(
                new EnvelopeForm(Envelope.of(log), new DebeziumTopics(prefix), true),
                log.database().target().database());
        return this;
    }

    KafkaPair debezium(DebeziumOptions options) {
        var names = new DebeziumTopics(prefix);
        form = log -> new DebeziumForm(new DebeziumMessages(log, this.names, EventFilter.all(), options, names), names);
        return this;
    }

    KafkaPair topics(TopicOptions options) {
        topics = options;
        return this;
    }

    KafkaPair deadLetters() {
        deadLetters = true;
        return this;
    }

    KafkaPair batch(int most) {
        batch = most;
        return this;
    }

    KafkaPair inSource(String... statements) {
        for (var sql : statements) {
            source.inSource(sql);
        }
        return this;
    }

    KafkaPair capture(String... tables) {
        source.capture(tables);
        return this;
    }

    /** The sentences about transactions whose end is lost. */
    List<String> notes() {
        return notes;
    }

    List<String> putAside() {
        return putAside;
    }

    KafkaAddress address() {
        return KafkaAddress.parse(broker.url(prefix));
    }

    /** Does something when the first event was sent, and the second was not. */
    KafkaPair slowly(Runnable work) {
        var usual = form;
        form = log -> new WorkBetweenEvents(usual.apply(log), work);
        return this;
    }

    /** Sets the time after which the broker ends a transaction, in milliseconds. */
    KafkaPair transactionTimeout(int millis) {
        settings = "transaction.timeout.ms=" + millis;
        return this;
    }

    private KafkaSettings settings() {
        try {
            var file = Files.createTempFile("kafka", ".properties");
            try {
                return KafkaSettings.read(address(), Files.writeString(file, settings), KafkaPair::noToken);
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static KafkaToken noToken() {
        throw new AssertionError("no login with IAM");
    }

    /** Opens the sink. */
    KafkaSink open(EventLog log, String consumer) {
        return KafkaSink.open(settings(), log, consumer, form.apply(log), topics, notes::add);
    }

    /** Opens the sink for a dry run. */
    KafkaSink preview(EventLog log, String consumer) {
        return KafkaSink.preview(KafkaSettings.of(address()), log, consumer, form.apply(log), topics);
    }

    /** Replays what there is. */
    Position replay() {
        try {
            return replay(false, new ReplayListener() {
                        @Override
                        public void putAside(Event event, OpsException reason) {
                            putAside.add(reason.getMessage());
                        }
                    })
                    .run();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    Replay replay(boolean follows, ReplayListener listener) {
        var consumer = "test" + prefix;
        var options = new ReplayOptions(
                consumer, EventFilter.all(), names, Optional.empty(), follows, deadLetters, false, 0, batch);
        return new Replay(source.source(), log -> open(log, consumer), options, listener);
    }

    /** The failure of a replay. */
    OpsException failure() {
        try {
            replay();
        } catch (OpsException e) {
            return e;
        }
        throw new AssertionError("the replay has succeeded");
    }

    TopicReader reader() {
        return new TopicReader(broker.port());
    }

    /** The committed messages of a table's topic. */
    List<Message> messages(String table) {
        return reader().committed(prefix).stream()
                .filter(message -> message.topic().equals(prefix + ".public." + table))
                .toList();
    }
}
