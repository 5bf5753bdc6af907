package dev.dbops.aws.dynamo.messages;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.AwsCall;
import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;

/** Requests of commands, for which a table that does not exist is a wrong name or a missing step. */
final class TableCall {
    private TableCall() {}

    /**
     * Makes the request.
     *
     * @param action the IAM action
     * @throws OpsException of kind USAGE when there is no such table; of another kind when the request fails
     */
    static <T> T of(String action, String table, Supplier<T> request) {
        return AwsCall.of(action, () -> {
            try {
                return request.get();
            } catch (ResourceNotFoundException e) {
                throw new OpsException(
                        Kind.USAGE,
                        "there is no table \"%s\"".formatted(table),
                        "create it: db-ops ddb-create; db-ops ddb-list lists the tables",
                        e);
            }
        });
    }
}
