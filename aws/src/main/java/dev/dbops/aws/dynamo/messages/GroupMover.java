package dev.dbops.aws.dynamo.messages;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.AwsCall;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/**
 * Moves the rows of conversations to new messages.
 *
 * <p>All rows of a conversation move in one transaction. If another writer was faster, or the index lags behind the
 * table, the transaction is cancelled, the rows are read again, and it is tried again.
 */
public final class GroupMover {
    /** The index by which the rows of a conversation are found. */
    public static final String INDEX = "message-group-sk-index";

    /** With pauses of up to a second: about five seconds in all. */
    private static final int ATTEMPTS = 11;

    /** Half a second for rows that the index does not show yet. */
    private static final int ATTEMPTS_FOR_ROWS = 5;

    private static final long SHORTEST_PAUSE = 25;
    private static final long LONGEST_PAUSE = 1_000;

    /** Limits of TransactWriteItems: 100 actions, of which the last one checks the message. */
    private static final int MOST_ACTIONS = 100;

    private static final int MOST_NANOSECONDS = 9;
    private static final String QUERY = "dynamodb:Query";

    /** A transaction needs the actions of its parts; AWS names the one that it denies. */
    private static final String WRITE =
            String.join(", ", "dynamodb:PutItem", "dynamodb:DeleteItem", "dynamodb:ConditionCheckItem");

    private static final String CONDITION = "ConditionalCheckFailed";

    /** TransactionCanceledException in the API reference: reasons that pass. */
    private static final Set<String> TEMPORARY = Set.of(
            "None",
            CONDITION,
            "TransactionConflict",
            "ProvisionedThroughputExceeded",
            "ThrottlingError",
            "RequestLimitExceeded");

    private final DynamoDbClient client;
    private final RandomGenerator random;

    /** @param random spreads the attempts of several writers */
    public GroupMover(DynamoDbClient client, RandomGenerator random) {
        this.client = client;
        this.random = random;
    }

    /**
     * Lets the rows of a message's conversation show it, unless they show a newer one.
     *
     * @param end when the attempts must end, on the clock of System.nanoTime
     * @throws OpsException of kind USAGE when the message can never be shown; of another kind when it may be shown later
     */
    public MoveOutcome move(String table, SentMessage message, long end) {
        var nanoseconds = 0;
        for (var attempt = 1; ; attempt++) {
            var rows = rows(table, message.group());
            if (rows.isComplete() || attempt >= ATTEMPTS_FOR_ROWS) {
                if (rows.isEmpty()) {
                    return MoveOutcome.ALONE;
                }
                var plan = new MovePlan(table, message, sortKey(message, nanoseconds), rows);
                if (plan.isEmpty()) {
                    return MoveOutcome.CURRENT;
                }
                var refusal = run(plan, message);
                if (refusal.isEmpty()) {
                    return MoveOutcome.MOVED;
                }
                var reasons = refusal.get().cancellationReasons();
                if (isSuperseded(reasons)) {
                    return MoveOutcome.SUPERSEDED;
                }
                requireTemporary(reasons, refusal.get());
                nanoseconds += isTaken(plan, reasons) ? 1 : 0;
                if (attempt == ATTEMPTS) {
                    throw contended(message, refusal.get());
                }
            }
            pause(attempt, message, end);
        }
    }

    /** Returns the UUIDs of the users in whose lists a conversation is, as far as the index shows. */
    Set<String> owners(String table, String group) {
        return rows(table, group).newest().stream()
                .map(item -> GroupRow.of(item).owner())
                .collect(Collectors.toSet());
    }

    private GroupRows rows(String table, String group) {
        return AwsCall.of(
                QUERY,
                () -> new GroupRows(client
                        .queryPaginator(query -> query.tableName(table)
                                .indexName(INDEX)
                                .keyConditionExpression(Items.GROUP + " = :group")
                                .expressionAttributeValues(Map.of(":group", Items.text(group))))
                        .items()
                        .stream()
                        .toList()));
    }

    /** Two conversations of one user may have messages of the same time, but not rows with the same key. */
    private static String sortKey(SentMessage message, int nanoseconds) {
        if (nanoseconds == 0) {
            return message.sortKey();
        }
        return Optional.of(nanoseconds)
                .filter(number -> number <= MOST_NANOSECONDS)
                .flatMap(number -> MessageTime.after(message.sortKey(), number))
                .orElseThrow(() -> new OpsException(
                        Kind.USAGE,
                        "another conversation of the user has a message of the same time, %s"
                                .formatted(message.sortKey()),
                        "write times with microseconds and an offset, such as 2026-11-29T12:01:00.000250+00:00"));
    }

    /** Returns why the transaction was cancelled; empty when it was committed. */
    private Optional<TransactionCanceledException> run(MovePlan plan, SentMessage message) {
        if (plan.actions().size() > MOST_ACTIONS) {
            throw new OpsException(
                    Kind.USAGE,
                    "conversation %s has too many rows for one transaction".formatted(message.group()),
                    "delete its doubled rows: db-ops ddb-scan shows them");
        }
        return AwsCall.of(WRITE, () -> {
            try {
                client.transactWriteItems(request -> request.transactItems(plan.actions()));
                return Optional.empty();
            } catch (TransactionCanceledException e) {
                if (e.cancellationReasons().size() != plan.actions().size()) {
                    throw e;
                }
                return Optional.of(e);
            }
        });
    }

    private static boolean isSuperseded(List<CancellationReason> reasons) {
        return CONDITION.equals(reasons.getLast().code());
    }

    /** Returns whether a row of another conversation has the key, while the rows of this one are as they were read. */
    private static boolean isTaken(MovePlan plan, List<CancellationReason> reasons) {
        var isTaken = false;
        for (var place = 0; place < reasons.size(); place++) {
            if (CONDITION.equals(reasons.get(place).code())) {
                if (!plan.isPut(place)) {
                    return false;
                }
                isTaken = true;
            }
        }
        return isTaken;
    }

    private static void requireTemporary(List<CancellationReason> reasons, TransactionCanceledException refusal) {
        for (var reason : reasons) {
            if (reason.code() != null && !TEMPORARY.contains(reason.code())) {
                throw new OpsException(
                        Kind.FAILED,
                        "DynamoDB cancelled the transaction: %s: %s".formatted(reason.code(), reason.message()),
                        "check the table's keys and its index",
                        refusal);
            }
        }
    }

    private static OpsException contended(SentMessage message, TransactionCanceledException refusal) {
        return new OpsException(
                Kind.FAILED,
                "other writers were faster at the rows of conversation %s each time".formatted(message.group()),
                "let fewer environments write to the table at once",
                refusal);
    }

    private void pause(int attempt, SentMessage message, long end) {
        var longest = Math.min(SHORTEST_PAUSE << attempt, LONGEST_PAUSE);
        var pause = Duration.ofMillis(longest / 2 + random.nextLong(longest / 2));
        if (System.nanoTime() + pause.toNanos() > end) {
            throw new OpsException(
                    Kind.TIMEOUT,
                    "no time is left for the rows of conversation %s".formatted(message.group()),
                    "raise the timeout of the function, or lower the batch size of its event source mapping");
        }
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OpsException(Kind.INTERRUPTED, "interrupted while waiting for DynamoDB", null, e);
        }
    }
}
