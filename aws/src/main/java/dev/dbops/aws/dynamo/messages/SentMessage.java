package dev.dbops.aws.dynamo.messages;

import java.util.Comparator;

/**
 * A message that the rows of its conversation are to show.
 *
 * @param group the conversation's UUID
 * @param sortKey when it was sent, as the item has it
 * @param text the message
 */
public record SentMessage(String group, String sortKey, String text) {
    /** The order of the messages of a conversation: that of the table, by the sort key as text. */
    public static final Comparator<SentMessage> BY_TIME =
            (one, other) -> MessageTime.compare(one.sortKey(), other.sortKey());

    /** Leaves out the text: logs must not have it. */
    @Override
    public String toString() {
        return "SentMessage[" + group + " " + sortKey + "]";
    }
}
