package dev.dbops.aws.lambda;

import dev.dbops.BackgroundTask;
import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.AwsCall;
import dev.dbops.aws.AwsClients;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.model.InvocationType;
import software.amazon.awssdk.services.lambda.model.InvokeRequest;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.LambdaException;
import software.amazon.awssdk.services.lambda.model.LogType;

/** Invokes a function once with a payload that the user gives. {@link LambdaSink} delivers the events of a log. */
public final class FunctionInvocation {
    /** Lambda accepts less than this for an invocation that waits (Lambda quotas: 6 MB). */
    private static final int SYNCHRONOUS_LIMIT = LambdaPayload.TOO_LARGE;

    /** Lambda accepts less than this for an invocation that does not wait (Lambda quotas: 1 MB). */
    private static final int ASYNCHRONOUS_LIMIT = 1024 * 1024;

    private static final int TOO_LARGE = 413;

    private final AwsClients clients;
    private final LambdaFunction function;

    /** @param clients of the function's region */
    public FunctionInvocation(AwsClients clients, LambdaFunction function) {
        this.clients = clients;
        this.function = function;
    }

    /**
     * The result of an invocation.
     *
     * @param status the HTTP status: 200, or 202 for an event that waits in Lambda's queue
     * @param version the version that ran; empty for an event that waits
     * @param answer what the function returned, usually JSON; empty for an event that waits
     * @param log the last 4 KB of the function's log; empty when there is none
     * @param error why the function failed; empty when it did not
     */
    public record Result(int status, String version, String answer, String log, Optional<String> error) {}

    /**
     * The number of bytes at which Lambda refuses a payload.
     *
     * @param waits whether the invocation waits for the answer
     */
    public static int limit(boolean waits) {
        return waits ? SYNCHRONOUS_LIMIT : ASYNCHRONOUS_LIMIT;
    }

    /**
     * Refuses a payload that Lambda would refuse for its size.
     *
     * @throws OpsException of kind USAGE with the size and the limit
     */
    public static void requireSize(long bytes, boolean waits) {
        if (bytes >= limit(waits)) {
            throw new OpsException(
                    Kind.USAGE,
                    "the event has at least %,d bytes, and Lambda accepts less than %,d for %s"
                            .formatted(
                                    bytes,
                                    limit(waits),
                                    waits ? "an invocation that waits" : "an asynchronous invocation"),
                    waits || bytes >= SYNCHRONOUS_LIMIT
                            ? "put the data in S3, and send its key"
                            : "leave out --async: an invocation that waits may have 6 MB");
        }
    }

    /**
     * Invokes the function.
     *
     * @param waits whether to wait for the answer, which takes up to 15 minutes
     * @throws OpsException when Lambda does not run the function; a function that fails is a result
     */
    public Result run(byte[] payload, boolean waits) {
        requireSize(payload.length, waits);
        var request = InvokeRequest.builder()
                .functionName(function.id())
                .invocationType(waits ? InvocationType.REQUEST_RESPONSE : InvocationType.EVENT)
                .logType(waits ? LogType.TAIL : LogType.NONE)
                .payload(SdkBytes.fromByteArray(payload))
                .build();
        return read(AwsCall.of("lambda:InvokeFunction", () -> send(request, payload.length)));
    }

    private InvokeResponse send(InvokeRequest request, int bytes) {
        try {
            return interruptibly(request);
        } catch (LambdaException e) {
            throw e.statusCode() == TOO_LARGE
                    ? new OpsException(
                            Kind.USAGE,
                            "Lambda refuses the event for its size, %,d bytes".formatted(bytes),
                            "put the data in S3, and send its key",
                            e)
                    : new LambdaFailures(function, clients.region()).translate(e);
        }
    }

    /** A function may run for minutes, and only on a virtual thread does an interrupt end the wait for an answer. */
    private InvokeResponse interruptibly(InvokeRequest request) {
        var call = BackgroundTask.startVirtual(() -> clients.lambda().invoke(request));
        try {
            return call.get();
        } catch (InterruptedException e) {
            call.interrupt();
            throw new OpsException(
                    Kind.INTERRUPTED,
                    "interrupted while %s was running; it continues in Lambda".formatted(function.description()),
                    "to see what it does: db-ops lambda-logs %s --follow".formatted(function.name()),
                    e);
        }
    }

    private static Result read(InvokeResponse response) {
        var answer = response.payload() == null ? "" : response.payload().asUtf8String();
        return new Result(
                Optional.ofNullable(response.statusCode()).orElse(0),
                Optional.ofNullable(response.executedVersion()).orElse(""),
                answer,
                log(response),
                Optional.ofNullable(response.functionError())
                        .map(_ -> FunctionError.read(answer).description()));
    }

    private static String log(InvokeResponse response) {
        if (response.logResult() == null) {
            return "";
        }
        try {
            return new String(Base64.getDecoder().decode(response.logResult()), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            return response.logResult(); // not Base64: better as it is than not at all
        }
    }
}
