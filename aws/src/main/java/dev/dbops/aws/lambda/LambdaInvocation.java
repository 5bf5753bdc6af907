package dev.dbops.aws.lambda;

import dev.dbops.BackgroundTask;
import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.AwsCall;
import dev.dbops.aws.AwsClients;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.model.InvocationType;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.LambdaException;

/** Invokes a function and waits for its answer. */
public final class LambdaInvocation {
    private static final String ACTION = "lambda:InvokeFunction";
    private static final int TOO_LARGE = 413;

    private final AwsClients clients;
    private final LambdaFunction function;
    private final LambdaFailures failures;

    public LambdaInvocation(AwsClients clients, LambdaFunction function) {
        this.clients = clients;
        this.function = function;
        this.failures = new LambdaFailures(function, clients.region());
    }

    /**
     * Gives a payload to the function.
     *
     * @throws OpsException when the function cannot be invoked, or takes no events whichever they are
     */
    public LambdaAnswer of(SdkBytes payload) {
        try {
            var response = AwsCall.of(ACTION, () -> {
                try {
                    return interruptibly(payload);
                } catch (LambdaException e) {
                    throw e.statusCode() == TOO_LARGE ? new TooLarge(e) : failures.translate(e);
                }
            });
            return answer(response);
        } catch (TooLarge e) {
            return new LambdaAnswer.Failed(failures.tooLarge(e.getCause()));
        }
    }

    private LambdaAnswer answer(InvokeResponse response) {
        var said = response.payload() == null ? "" : response.payload().asUtf8String();
        if (response.functionError() == null) {
            return LambdaAnswer.read(said);
        }
        var error = FunctionError.read(said);
        if (error.isOfTheFunction()) {
            throw failures.broken(error);
        }
        return new LambdaAnswer.Failed(failures.failed(error));
    }

    /** A function may run for minutes, and only on a virtual thread does an interrupt end the wait for an answer. */
    private InvokeResponse interruptibly(SdkBytes payload) {
        var call = BackgroundTask.startVirtual(() -> clients.lambda()
                .invoke(request -> request.functionName(function.id())
                        .invocationType(InvocationType.REQUEST_RESPONSE)
                        .payload(payload)));
        try {
            return call.get();
        } catch (InterruptedException e) {
            call.interrupt();
            throw new OpsException(
                    Kind.INTERRUPTED,
                    "interrupted while %s was at work; it may take the events, and will be given them again"
                            .formatted(function.description()),
                    null,
                    e);
        }
    }

    /** Lambda does not take the payload for its size. */
    private static final class TooLarge extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooLarge(LambdaException cause) {
            super(cause);
        }
    }
}
