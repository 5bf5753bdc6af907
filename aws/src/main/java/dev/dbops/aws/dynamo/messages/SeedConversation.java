package dev.dbops.aws.dynamo.messages;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A conversation between two users in a seed file.
 *
 * @param group the conversation's UUID
 * @param start the time from which minutes are counted
 * @param messages the messages, by time
 */
public record SeedConversation(String group, Instant start, List<Line> messages) {
    public SeedConversation {
        messages = List.copyOf(messages);
    }

    /**
     * A message.
     *
     * @param minute the minutes since the start
     * @param isOfOther whether the other user sent it
     * @param text the message
     */
    public record Line(int minute, boolean isOfOther, String text) {}

    /**
     * Returns the messages as rows, which are the same each time.
     *
     * @param at the start; empty for that of the file
     */
    List<MessageRow> messages(MessageUser user, MessageUser other, Optional<Instant> at) {
        return messages.stream()
                .map(line -> new MessageRow(
                        group,
                        MessageTime.sortKey(at.orElse(start).plus(Duration.ofMinutes(line.minute()))),
                        uuid(line),
                        line.text(),
                        line.isOfOther() ? other : user))
                .toList();
    }

    /** Returns the rows of the conversation in the lists of both users, after the last message. */
    static List<GroupRow> groups(MessageUser user, MessageUser other, MessageRow last) {
        return List.of(
                new GroupRow(user.uuid(), last.sortKey(), last.groupUuid(), last.message(), other),
                new GroupRow(other.uuid(), last.sortKey(), last.groupUuid(), last.message(), user));
    }

    /** The same message has the same UUID each time. */
    private String uuid(Line line) {
        var name = "%s %d".formatted(group, line.minute());
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
    }
}
