/** Events as messages for Kafka: their topics, keys, values and headers. */
package dev.dbops.kafka.message;
