package dev.dbops.kafka.replay;

import dev.dbops.kafka.message.KafkaMessage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.utils.Utils;

/** A message as the producer takes it. */
record MessageRecord(KafkaMessage message) {
    /** The record in one of so many partitions: the one that Kafka's own partitioner chooses for the text. */
    ProducerRecord<byte[], byte[]> in(int partitions) {
        var hash = Utils.murmur2(message.place().getBytes(StandardCharsets.UTF_8));
        return at(Utils.toPositive(hash) % partitions);
    }

    /** The records in all of so many partitions. */
    List<ProducerRecord<byte[], byte[]>> inEach(int partitions) {
        return IntStream.range(0, partitions).mapToObj(this::at).toList();
    }

    private ProducerRecord<byte[], byte[]> at(int partition) {
        return new ProducerRecord<>(
                message.topic(), partition, null, orNull(message.key()), orNull(message.value()), message.headers());
    }

    private static byte[] orNull(byte[] json) {
        return json.length == 0 ? null : json;
    }
}
