/** The sink of events-replay for Kafka. */
package dev.dbops.kafka.replay;
