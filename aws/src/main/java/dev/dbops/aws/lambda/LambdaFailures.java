package dev.dbops.aws.lambda;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.AwsFailure;
import software.amazon.awssdk.services.lambda.model.LambdaException;
import software.amazon.awssdk.services.lambda.model.TooManyRequestsException;

/** Failures specific to invocations; see the errors of Invoke in the Lambda API reference. */
final class LambdaFailures {

    private static final String ASIDE = "; --on-error dead-letter puts such events aside";

    private final LambdaFunction function;
    private final String region;

    LambdaFailures(LambdaFunction function, String region) {
        this.function = function;
        this.region = region;
    }

    /** The failure in words; itself where there is nothing particular to it. */
    RuntimeException translate(LambdaException failure) {
        return switch (AwsFailure.code(failure)) {
            case "ResourceNotFoundException" -> notFound(failure);
            case "TooManyRequestsException" -> throttled(failure);
            case "ResourceNotReadyException", "ResourceConflictException", "SnapStartNotReadyException" ->
                notReady(failure);
            case "KMSAccessDeniedException",
                    "KMSDisabledException",
                    "KMSInvalidStateException",
                    "KMSNotFoundException" ->
                cannotStart(
                        failure, "let the function's role use the key of its variables (kms:Decrypt), or fix the key");
            case "EC2AccessDeniedException",
                    "EC2ThrottledException",
                    "EC2UnexpectedException",
                    "EFSIOException",
                    "EFSMountConnectivityException",
                    "EFSMountFailureException",
                    "EFSMountTimeoutException",
                    "ENILimitReachedException",
                    "InvalidRuntimeException",
                    "InvalidSecurityGroupIDException",
                    "InvalidSubnetIDException",
                    "InvalidZipFileException",
                    "NoPublishedVersionException",
                    "SnapStartException",
                    "SnapStartTimeoutException",
                    "SubnetIPAddressLimitReachedException" ->
                cannotStart(
                        failure,
                        "AWS calls this %s; see its configuration: %s"
                                .formatted(AwsFailure.code(failure), aws("get-function-configuration")));
            case "ServiceException" -> serviceFailed(failure);
            default -> failure;
        };
    }

    private OpsException notFound(LambdaException failure) {
        var what = function.qualifier().isEmpty()
                ? "there is no function \"%s\" in %s".formatted(function.name(), region)
                : "there is no function \"%s\" in %s, or it has no version or alias \"%s\""
                        .formatted(function.name(), region, function.qualifier());
        return new OpsException(
                Kind.USAGE,
                what,
                "check its name, the region (--region, AWS_REGION, or the function's ARN) and the account"
                        + " (AWS_PROFILE)",
                failure);
    }

    private OpsException throttled(LambdaException failure) {
        var reason = failure instanceof TooManyRequestsException throttled && throttled.reasonAsString() != null
                ? throttled.reasonAsString()
                : AwsFailure.message(failure);
        return new OpsException(
                Kind.UNREACHABLE,
                "%s is throttled, and still was after several attempts: %s".formatted(function.description(), reason),
                "is its concurrency used up, or set to 0? " + aws("get-function-concurrency"),
                failure);
    }

    private OpsException notReady(LambdaException failure) {
        return new OpsException(
                Kind.UNREACHABLE,
                "%s is not ready: %s".formatted(function.description(), AwsFailure.message(failure)),
                "wait for it, and try again: " + aws("wait function-active-v2"),
                failure);
    }

    private OpsException cannotStart(LambdaException failure, String hint) {
        return new OpsException(
                Kind.FAILED,
                "Lambda cannot start %s: %s".formatted(function.description(), AwsFailure.message(failure)),
                hint,
                failure);
    }

    private OpsException serviceFailed(LambdaException failure) {
        return new OpsException(
                Kind.UNREACHABLE,
                "Lambda failed to run %s: %s".formatted(function.description(), AwsFailure.message(failure)),
                "try again in a minute",
                failure);
    }

    /** Of what Lambda does not take for its size. */
    OpsException tooLarge(Throwable failure) {
        return new OpsException(
                Kind.FAILED,
                "the event is too large for %s: Lambda takes less than %,d bytes"
                        .formatted(function.description(), LambdaPayload.TOO_LARGE),
                "leave columns out of the log: db-ops triggers-install --exclude-columns",
                failure);
    }

    /** Of an event that is larger than Lambda would take. */
    OpsException tooLarge(int bytes) {
        return new OpsException(
                Kind.FAILED,
                "the event is too large for %s: it makes %,d bytes, and Lambda takes less than %,d"
                        .formatted(function.description(), bytes, LambdaPayload.TOO_LARGE),
                "leave columns out of the log: db-ops triggers-install --exclude-columns");
    }

    /** Of a function that failed with the events that it was given. */
    OpsException failed(FunctionError error) {
        return new OpsException(
                Kind.FAILED,
                "%s failed: %s".formatted(function.description(), error.description()),
                "its log says more: " + log() + ASIDE);
    }

    /** Of a function that fails whatever it is given. */
    OpsException broken(FunctionError error) {
        return new OpsException(
                Kind.FAILED,
                "%s cannot run: %s".formatted(function.description(), error.description()),
                "fix the function; its log has details: " + log());
    }

    /** Of an event that the function itself says it has not taken. */
    OpsException reported() {
        return new OpsException(
                Kind.FAILED,
                "%s has reported the event as failed".formatted(function.description()),
                "its log may say why: " + log() + ASIDE);
    }

    /** Of a report that names nothing. */
    OpsException unknown(String id) {
        return new OpsException(
                Kind.FAILED,
                "%s has reported an event that it was not given as failed: \"%s\""
                        .formatted(function.description(), id),
                "in batchItemFailures, itemIdentifier is the \"id\" of an event");
    }

    private String log() {
        return "db-ops lambda-logs %s --region %s".formatted(function.name(), region);
    }

    private String aws(String command) {
        return "aws lambda %s --function-name %s --region %s".formatted(command, function.name(), region);
    }
}
