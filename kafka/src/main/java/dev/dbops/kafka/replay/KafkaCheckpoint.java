package dev.dbops.kafka.replay;

import dev.dbops.events.Position;

/**
 * The record of a consumer in the topic of positions.
 *
 * @param position the position after the events that were committed
 * @param session the run of the replay that has written it
 */
record KafkaCheckpoint(Position position, String session) {}
