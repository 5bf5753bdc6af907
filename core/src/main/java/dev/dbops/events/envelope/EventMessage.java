package dev.dbops.events.envelope;

/**
 * A message for Apache Kafka.
 *
 * @param topic the topic
 * @param key the key, as JSON in UTF-8; empty for null
 * @param value the value, as JSON in UTF-8; empty for null, which deletes the key from a compacted topic
 */
public record EventMessage(String topic, byte[] key, byte[] value) {}
