package dev.dbops.aws.lambda.role;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.AwsCall;
import dev.dbops.aws.AwsFailure;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;

/** A request to IAM, with hints for its refusals; see "Errors" of the actions in the IAM API reference. */
final class IamCall {
    private IamCall() {}

    /** As {@link AwsCall#of}, with a message and a hint for failures of IAM. */
    static <T> T of(String action, Supplier<T> request) {
        return AwsCall.of(action, () -> {
            try {
                return request.get();
            } catch (IamException e) {
                throw refusal(e, action).map(RuntimeException.class::cast).orElse(e);
            }
        });
    }

    /** As {@link #of}; empty when the role or the policy does not exist. */
    static <T> Optional<T> find(String action, Supplier<T> request) {
        return of(action, () -> {
            try {
                return Optional.of(request.get());
            } catch (NoSuchEntityException _) {
                return Optional.empty();
            }
        });
    }

    private static Optional<OpsException> refusal(IamException failure, String action) {
        var code = AwsFailure.code(failure);
        return hint(code)
                .map(hint -> new OpsException(
                        Kind.FAILED,
                        "AWS refuses %s: %s".formatted(action, AwsFailure.message(failure)),
                        "%s (AWS calls this %s)".formatted(hint, code),
                        failure));
    }

    private static Optional<String> hint(String code) {
        return Optional.ofNullable(
                switch (code) {
                    case "ConcurrentModification", "EntityTemporarilyUnmodifiable" ->
                        "another request changes the role: run the command again";
                    case "DeleteConflict" -> "something else still uses the role: run the command again in a minute";
                    case "EntityAlreadyExists" -> "another command has just created it: run this command again";
                    case "LimitExceeded" ->
                        "delete unused roles or policies; all inline policies of a role together have at most 10,240"
                                + " characters";
                    case "NoSuchEntity" -> "was the role deleted meanwhile? Run the command again";
                    case "UnmodifiableEntity" -> "only the AWS service that made the role can change it";
                    default -> null;
                });
    }
}
