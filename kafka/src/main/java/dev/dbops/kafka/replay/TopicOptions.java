package dev.dbops.kafka.replay;

import java.util.Optional;

/**
 * The settings of topics that are created.
 *
 * @param creates whether they are; otherwise they must exist
 * @param partitions the number of partitions; empty for the broker's default
 * @param replicas the number of copies; empty for the broker's default
 * @param cleanup Kafka's {@code cleanup.policy}; empty for the broker's default
 */
public record TopicOptions(
        boolean creates, Optional<Integer> partitions, Optional<Short> replicas, Optional<String> cleanup) {
    /** Topics are created with the defaults of the broker. */
    public static final TopicOptions DEFAULT =
            new TopicOptions(true, Optional.empty(), Optional.empty(), Optional.empty());
}
