package dev.dbops.aws.dataapi;

import dev.dbops.aws.AwsFailure;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;

/** Translates the failures of the Data API that concern a statement. */
final class DataApiFailure {
    private DataApiFailure() {}

    /** The refusal; empty when the failure is one of AWS, such as a denied action. */
    static Optional<ServerRefusal> of(SdkException failure, boolean inTransaction) {
        var message = AwsFailure.message(failure);
        if (message.contains("SQLState: ")) {
            return Optional.of(ServerRefusal.parse(message));
        }
        if (message.contains("size limit")) {
            return Optional.of(tooLarge(message));
        }
        return switch (AwsFailure.code(failure)) {
            case "StatementTimeoutException" -> Optional.of(timedOut(inTransaction));
            case "TransactionNotFoundException" -> Optional.of(ended());
            case "UnsupportedResultException" ->
                Optional.of(new ServerRefusal(
                        ServerRefusal.NOT_SUPPORTED,
                        "the Data API cannot return the result: " + message,
                        "cast the column to text, or use a connection: leave out --data-api"));
            case "BadRequestException" -> message.startsWith("Transaction ") ? Optional.of(ended()) : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static ServerRefusal tooLarge(String message) {
        return message.contains("row")
                ? new ServerRefusal(
                        ServerRefusal.LIMIT,
                        "a row of the result is larger than 64 KB, the limit of the Data API",
                        "select fewer columns, or use a connection: leave out --data-api")
                : new ServerRefusal(
                        ServerRefusal.LIMIT,
                        "the result is larger than 1 MiB, the limit of the Data API",
                        "add LIMIT, select fewer columns, or use a connection: leave out --data-api");
    }

    private static ServerRefusal timedOut(boolean inTransaction) {
        return inTransaction
                ? new ServerRefusal(
                        ServerRefusal.CANCELLED,
                        "the statement ran longer than 45 seconds, the limit of the Data API",
                        "use a connection: leave out --data-api")
                : new ServerRefusal(
                        ServerRefusal.CANCELLED,
                        "the statement runs longer than 45 seconds, the limit of the Data API; the server continues it",
                        "db-ops sessions shows whether it still runs");
    }

    private static ServerRefusal ended() {
        return new ServerRefusal(
                ServerRefusal.LOST,
                "the transaction has ended: the Data API rolls one back after 3 minutes without a request",
                "run the command again, and confirm in time or with --confirm");
    }
}
