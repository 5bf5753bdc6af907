package dev.dbops.aws.lambda.role;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.AwsCall;
import dev.dbops.aws.AwsClients;
import dev.dbops.aws.AwsFailure;
import dev.dbops.aws.lambda.role.RolePart.State;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;

/** Finds out whether the function exists: a role that allows a misspelt one would look complete. */
final class FunctionPresence {
    private static final String PART = "function";

    private FunctionPresence() {}

    /**
     * The part of the function itself.
     *
     * @throws OpsException of kind USAGE when there is no such function
     */
    static RolePart of(AwsClients clients, CallingDatabase database, FunctionArn function) {
        if (!function.account().equals(database.account())) {
            return new RolePart(
                    PART,
                    State.UNKNOWN,
                    "%s is of another account: its own policy has to allow the role too".formatted(function));
        }
        try {
            if (function.region().equals(clients.region())) {
                look(clients.lambda(), function);
            } else {
                try (var elsewhere = clients.inRegion(function.region())) {
                    look(elsewhere.lambda(), function);
                }
            }
            return new RolePart(PART, State.DONE, function.toString());
        } catch (OpsException e) {
            if (e.getCause() instanceof SdkException cause && AwsFailure.of(cause) == AwsFailure.DENIED) {
                return new RolePart(PART, State.UNKNOWN, "no permission: lambda:GetFunctionConfiguration");
            }
            throw e;
        }
    }

    private static void look(LambdaClient lambda, FunctionArn function) {
        AwsCall.of("lambda:GetFunctionConfiguration", () -> {
            try {
                return lambda.getFunctionConfiguration(request -> request.functionName(function.toString()));
            } catch (ResourceNotFoundException e) {
                throw new OpsException(
                        Kind.USAGE,
                        "there is no function %s".formatted(function),
                        "check its name, its version or alias and its region; aws lambda list-functions lists"
                                + " functions",
                        e);
            }
        });
    }
}
