package dev.dbops.aws.rds;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.AwsCall;
import dev.dbops.aws.AwsFailure;
import software.amazon.awssdk.services.rds.model.InvalidDbClusterStateException;
import software.amazon.awssdk.services.rds.model.InvalidDbInstanceStateException;

/** Requests that AWS accepts only in some states of the instance or cluster. */
final class StateRequest {
    private StateRequest() {}

    /**
     * Sends a request.
     *
     * @param action its IAM action
     * @throws OpsException of kind FAILED when AWS refuses it because of the state
     */
    static void send(String action, DatabaseInstance database, Runnable request) {
        AwsCall.of(action, () -> {
            try {
                request.run();
                return null;
            } catch (InvalidDbInstanceStateException | InvalidDbClusterStateException e) {
                throw new OpsException(
                        Kind.FAILED,
                        "AWS refuses because of the state of %s: %s"
                                .formatted(database.description(), AwsFailure.message(e)),
                        "look at it: db-ops rds-status --instance " + database.name(),
                        e);
            }
        });
    }
}
