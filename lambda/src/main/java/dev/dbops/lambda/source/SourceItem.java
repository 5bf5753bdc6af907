package dev.dbops.lambda.source;

import java.util.List;

/**
 * One message of an invocation, with what names it in the answer.
 *
 * @param name its name in the answer: a message ID, a sequence number, or the ID of an event
 * @param group messages of one group keep their order: a partition of a topic, a group of a FIFO queue; empty for none
 * @param offset the place in the partition of a topic; 0 for other sources
 * @param events its events, usually one
 */
public record SourceItem(String name, String group, long offset, List<SourceEvent> events) {
    public SourceItem {
        events = List.copyOf(events);
    }
}
