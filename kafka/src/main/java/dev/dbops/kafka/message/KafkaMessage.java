package dev.dbops.kafka.message;

import java.util.List;
import org.apache.kafka.common.header.Header;

/**
 * A message for Kafka.
 *
 * @param topic its topic
 * @param place the text whose hash chooses the partition: the same for all changes of a row
 * @param key the key as JSON in UTF-8; empty for null
 * @param value the value as JSON in UTF-8; empty for null: then it is a tombstone
 * @param headers the headers, with values in UTF-8
 */
public record KafkaMessage(String topic, String place, byte[] key, byte[] value, List<Header> headers) {}
