package dev.dbops.kafka.replay;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.events.replay.DeliveryFailure;

/**
 * A message that the broker, or the producer, does not accept.
 *
 * @param index the event's index in the batch
 * @param topic the message's topic
 * @param bytes the size of its key and value, in bytes
 * @param tooLarge whether that is the reason; otherwise it has no key
 */
record RefusedMessage(int index, String topic, int bytes, boolean tooLarge) {
    DeliveryFailure failure() {
        return new DeliveryFailure(
                index,
                tooLarge
                        ? new OpsException(
                                Kind.FAILED,
                                "its message of %d bytes is too large for topic \"%s\"".formatted(bytes, topic),
                                "raise max.message.bytes of the topic, which is for the compressed message, or put such"
                                        + " events aside with --on-error dead-letter")
                        : new OpsException(
                                Kind.FAILED,
                                "topic \"%s\" is compacted, and accepts no message without a key".formatted(topic),
                                "leave such events out with --op or --table, put them aside with --on-error"
                                        + " dead-letter, or set the topic's cleanup.policy to delete"));
    }
}
