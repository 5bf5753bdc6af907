package dev.dbops.kafka.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.events.Event;
import dev.dbops.events.EventFilter;
import dev.dbops.events.EventLog;
import dev.dbops.events.EventReader;
import dev.dbops.events.capture.CaptureOptions;
import dev.dbops.events.capture.EventTriggers;
import dev.dbops.events.capture.TableChoice;
import dev.dbops.events.capture.TriggerKind;
import dev.dbops.events.replay.ReplayListener;
import dev.dbops.kafka.KafkaAddress;
import dev.dbops.kafka.broker.KafkaBroker;
import dev.dbops.kafka.broker.KcatReader;
import dev.dbops.kafka.broker.TopicReader;
import dev.dbops.postgres.Database;
import dev.dbops.postgres.TableName;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.testing.RandomWriters;
import dev.dbops.testing.TestServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The events of random writers in the log and in Kafka.
 *
 * @param source the database with the log
 * @param address the topics
 */
record DeliveredEvents(ConnectionTarget source, KafkaAddress address) {
    /** Makes the tables of the writers, and records their changes. */
    static void capture(TestServer server, ConnectionTarget source) {
        server.execute(source.database(), RandomWriters.SCHEMA);
        try (var database = Database.connect(source)) {
            var names = RandomWriters.TABLES.stream().map(TableName::parse).toList();
            new EventTriggers(database, Set.of(TriggerKind.EVENTS), CaptureOptions.DEFAULT)
                    .install(new TableChoice(names, "public", false));
        }
    }

    /** Delivers what is left, and reads the topics: each event is there once, and those of a row are in their order. */
    void completeAndCheck(KafkaBroker broker) throws IOException, InterruptedException {
        replayToEnd();
        check(broker);
    }

    private void replayToEnd() throws InterruptedException {
        for (var attempt = 0; attempt < 10; attempt++) {
            try {
                FollowerProcess.replay(source, address, false, new ReplayListener() {})
                        .run();
                return;
            } catch (OpsException e) {
                assertThat(e.kind()).as(e.getMessage()).isEqualTo(Kind.UNREACHABLE);
            }
        }
        throw new AssertionError("the broker does not recover");
    }

    private void check(KafkaBroker broker) throws IOException, InterruptedException {
        var logged = logged();
        assertThat(logged.keySet()).containsExactlyInAnyOrderElementsOf(RandomWriters.TABLES);
        for (var table : RandomWriters.TABLES) {
            var topic = "%s.public.%s".formatted(address.prefix(), table);
            var arrived = new KcatReader(broker.port()).events(topic);
            var seen = new HashSet<Long>();
            var repeated = arrived.stream()
                    .map(KcatReader.EventMessage::seq)
                    .filter(seq -> !seen.add(seq))
                    .toList();
            assertThat(repeated)
                    .as(() -> topic + ": repeated for kcat, and at these offsets: " + offsets(broker, topic, repeated))
                    .isEmpty();
            assertThat(arrived)
                    .as(topic)
                    .extracting(event -> event.seq())
                    .containsExactlyInAnyOrderElementsOf(logged.get(table));
            Map<String, Long> last = new HashMap<>();
            for (var event : arrived) {
                var before = last.put(event.key(), event.seq());
                // a TRUNCATE has no key
                assertThat(event.key().isEmpty() || before == null || before < event.seq())
                        .as("%s: %d before %d of %s", topic, before, event.seq(), event.key())
                        .isTrue();
            }
        }
    }

    /** Where the Java client has the first of the repeated events: tells a repetition from a fault of the reader. */
    private static String offsets(KafkaBroker broker, String topic, List<Long> repeated) {
        var id = ":" + repeated.getFirst();
        var reader = new TopicReader(broker.port());
        return "committed %s, with aborted ones %s"
                .formatted(offsets(reader.committed(topic), id), offsets(reader.uncommitted(topic), id));
    }

    private static List<Long> offsets(List<TopicReader.Message> messages, String id) {
        return messages.stream()
                .filter(message -> message.id().endsWith(id) && !message.isTombstone())
                .map(TopicReader.Message::offset)
                .toList();
    }

    /** The numbers of the events in the log, by their tables. */
    private Map<String, List<Long>> logged() {
        Map<String, List<Long>> numbers = new HashMap<>();
        try (var database = Database.connect(source)) {
            var reader = new EventReader(database, EventFilter.all(), 1000);
            var position = EventLog.open(database).beginning();
            while (true) {
                var batch = reader.next(position);
                for (Event event : batch.events()) {
                    numbers.computeIfAbsent(event.table(), _ -> new ArrayList<>())
                            .add(event.seq());
                }
                position = batch.end();
                if (batch.events().isEmpty() && batch.endsWindow()) {
                    return numbers;
                }
            }
        }
    }
}
