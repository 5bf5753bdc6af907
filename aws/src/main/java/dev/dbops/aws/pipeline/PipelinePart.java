package dev.dbops.aws.pipeline;

import java.util.Optional;

/**
 * A part of a deployed pipeline.
 *
 * @param part the kind of part: stack, function, mapping, proxy, queue or alarm
 * @param name its name
 * @param state AWS's word for its state; empty for a queue, which has none
 * @param healthy whether nothing has to be done about it
 * @param messages for a queue, the messages that wait
 * @param ageSeconds for a queue or a stream, the age of the oldest event that waits
 * @param detail what else is known of it; may be empty
 */
public record PipelinePart(
        String part,
        String name,
        String state,
        boolean healthy,
        Optional<Long> messages,
        Optional<Long> ageSeconds,
        String detail) {
    /** A part that is not a queue. */
    static PipelinePart of(String part, String name, String state, boolean healthy, String detail) {
        return new PipelinePart(part, name, state, healthy, Optional.empty(), Optional.empty(), detail);
    }

    /** The same part with the age of the oldest event. */
    PipelinePart withAge(Optional<Long> seconds) {
        return new PipelinePart(part, name, state, healthy, messages, seconds, detail);
    }
}
