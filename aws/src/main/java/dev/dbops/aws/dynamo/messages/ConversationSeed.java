package dev.dbops.aws.dynamo.messages;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.dynamo.DynamoTable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** Writes conversations into the table. The same conversation has the same keys each time. */
public final class ConversationSeed {
    /** "A single call to BatchWriteItem can ... include up to 25 put or delete operations" (API reference). */
    private static final int ITEMS_IN_CALL = 25;

    private static final int ATTEMPTS = 10;
    private static final long SHORTEST_PAUSE = 50;
    private static final long LONGEST_PAUSE = 5_000;
    private static final Duration LONGEST_MOVE = Duration.ofSeconds(30);

    private final DynamoTable table;
    private final RandomGenerator random;

    /** @param random spreads the attempts of several writers */
    public ConversationSeed(DynamoTable table, RandomGenerator random) {
        this.table = table;
        this.random = random;
    }

    /**
     * The result.
     *
     * @param table the table's name
     * @param conversations the number of conversations
     * @param messages the number of their messages
     */
    public record Result(String table, int conversations, int messages) {}

    /** Counts what {@link #write} would write. */
    public Result plan(List<SeedConversation> conversations) {
        return new Result(
                table.name(),
                conversations.size(),
                conversations.stream()
                        .mapToInt(conversation -> conversation.messages().size())
                        .sum());
    }

    /**
     * Writes the conversations.
     *
     * @param at the start of each; empty for that of the file
     * @throws OpsException when that fails; some items may be written then
     */
    public Result write(
            List<SeedConversation> conversations, MessageUser user, MessageUser other, Optional<Instant> at) {
        for (var conversation : conversations) {
            var messages = conversation.messages(user, other, at);
            put(messages.stream().map(MessageRow::item).toList());
            show(messages.getLast(), user, other);
        }
        return plan(conversations);
    }

    /** A conversation that was continued since has its rows at another time: they must not be doubled. */
    private void show(MessageRow last, MessageUser user, MessageUser other) {
        var mover = new GroupMover(table.dynamo().client(), random);
        var owners = mover.owners(table.name(), last.groupUuid());
        var missing = SeedConversation.groups(user, other, last).stream()
                .filter(row -> !owners.contains(row.owner()))
                .map(GroupRow::item)
                .toList();
        put(missing);
        if (missing.size() < 2) {
            var message = new SentMessage(last.groupUuid(), last.sortKey(), last.message());
            mover.move(table.name(), message, System.nanoTime() + LONGEST_MOVE.toNanos());
        }
    }

    private void put(List<Map<String, AttributeValue>> items) {
        for (var from = 0; from < items.size(); from += ITEMS_IN_CALL) {
            var part = items.subList(from, Math.min(items.size(), from + ITEMS_IN_CALL));
            send(part.stream()
                    .map(item -> WriteRequest.builder()
                            .putRequest(put -> put.item(item))
                            .build())
                    .toList());
        }
    }

    /** The table may accept a part of a call: "you can retry the operation ... use exponential backoff". */
    private void send(List<WriteRequest> requests) {
        List<WriteRequest> waiting = new ArrayList<>(requests);
        for (var attempt = 1; !waiting.isEmpty(); attempt++) {
            var now = waiting;
            waiting = table.call(
                    "dynamodb:BatchWriteItem",
                    () -> table.dynamo()
                            .client()
                            .batchWriteItem(request -> request.requestItems(Map.of(table.name(), now)))
                            .unprocessedItems()
                            .getOrDefault(table.name(), List.of()));
            if (!waiting.isEmpty()) {
                if (attempt == ATTEMPTS) {
                    throw new OpsException(
                            Kind.UNREACHABLE,
                            "%s refused %d items because its write capacity is used up"
                                    .formatted(table.description(), waiting.size()),
                            "repeat the command: it writes the same items again");
                }
                pause(attempt);
            }
        }
    }

    private void pause(int attempt) {
        var longest = Math.min(SHORTEST_PAUSE << attempt, LONGEST_PAUSE);
        try {
            Thread.sleep(longest / 2 + random.nextLong(longest / 2));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OpsException(Kind.INTERRUPTED, "interrupted while waiting for DynamoDB", null, e);
        }
    }
}
