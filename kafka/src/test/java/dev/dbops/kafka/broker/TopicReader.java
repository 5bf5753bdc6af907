package dev.dbops.kafka.broker;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads topics as any consumer does. */
public final class TopicReader {
    private final Map<String, Object> settings;

    /** @param port the broker's plain port */
    public TopicReader(int port) {
        this.settings = Map.of("bootstrap.servers", "127.0.0.1:" + port);
    }

    /**
     * A message.
     *
     * @param key the key; empty for null
     * @param value the value; empty for null
     */
    public record Message(
            String topic, int partition, long offset, String key, String value, Map<String, String> headers) {
        /** The event's ID; empty for a message without one. */
        public String id() {
            return headers.getOrDefault("dbops_id", "");
        }

        public boolean isTombstone() {
            return value.isEmpty();
        }
    }

    /** The committed messages of all topics with the prefix, by topic and partition, each in its order. */
    public List<Message> committed(String prefix) {
        return read(prefix, "read_committed");
    }

    /** The same with those of transactions that were aborted, or are open. */
    public List<Message> uncommitted(String prefix) {
        return read(prefix, "read_uncommitted");
    }

    /** The names of the topics that match a pattern. */
    public List<String> topics(String pattern) {
        try (var admin = Admin.create(settings)) {
            return admin.listTopics().names().get().stream()
                    .filter(Pattern.compile(pattern).asMatchPredicate())
                    .sorted()
                    .toList();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    public void create(NewTopic topic) {
        try (var admin = Admin.create(settings)) {
            admin.createTopics(List.of(topic)).all().get();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** The number of partitions of a topic. */
    public int partitions(String topic) {
        try (var admin = Admin.create(settings)) {
            var found = admin.describeTopics(List.of(topic)).allTopicNames().get();
            return found.get(topic).partitions().size();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private List<Message> read(String prefix, String isolation) {
        var all = new TreeMap<String, Object>(settings);
        all.put("isolation.level", isolation);
        all.put("enable.auto.commit", false);
        all.put("enable.metrics.push", false);
        all.put("key.deserializer", ByteArrayDeserializer.class);
        all.put("value.deserializer", ByteArrayDeserializer.class);
        var messages = new ArrayList<Message>();
        try (var consumer = new KafkaConsumer<byte[], byte[]>(all)) {
            for (var topic : topics(Pattern.quote(prefix) + "(\\..*)?")) {
                if (!topic.endsWith(".db-ops-positions")) {
                    for (var partition : consumer.partitionsFor(topic)) {
                        read(consumer, new TopicPartition(topic, partition.partition()), messages);
                    }
                }
            }
        }
        return messages;
    }

    private void read(KafkaConsumer<byte[], byte[]> consumer, TopicPartition partition, List<Message> messages) {
        var end = end(partition);
        consumer.assign(List.of(partition));
        consumer.seekToBeginning(List.of(partition));
        while (consumer.position(partition) < end) {
            for (var record : consumer.poll(Duration.ofMillis(100))) {
                var headers = new TreeMap<String, String>();
                record.headers().forEach(header -> headers.put(header.key(), text(header.value())));
                messages.add(new Message(
                        record.topic(),
                        record.partition(),
                        record.offset(),
                        text(record.key()),
                        text(record.value()),
                        headers));
            }
        }
    }

    private long end(TopicPartition partition) {
        try (var admin = Admin.create(settings)) {
            return admin.listOffsets(
                            Map.of(partition, OffsetSpec.latest()),
                            new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED))
                    .partitionResult(partition)
                    .get()
                    .offset();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static String text(byte[] bytes) {
        return bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8);
    }
}
