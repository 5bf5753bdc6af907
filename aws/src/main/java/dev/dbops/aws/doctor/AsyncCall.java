package dev.dbops.aws.doctor;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.AwsFailure;
import dev.dbops.doctor.Finding;
import dev.dbops.doctor.Step;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;

/** A question to AWS that is asked on a thread of its own, so that several are under way at once. */
final class AsyncCall<T> {
    private final FutureTask<T> task;

    private AsyncCall(FutureTask<T> task) {
        this.task = task;
    }

    /** Begins to ask. */
    static <T> AsyncCall<T> ask(Supplier<T> request) {
        var question = new AsyncCall<>(new FutureTask<>(request::get));
        // daemon: an interrupted command does not wait for answers
        Thread.ofPlatform().daemon().name("question to AWS").start(question.task);
        return question;
    }

    /**
     * Waits for the answer.
     *
     * @throws OpsException the failure of the request
     */
    T answer() {
        try {
            return task.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof OpsException known) {
                throw known;
            }
            throw new IllegalStateException("a question to AWS could not be asked", e.getCause());
        } catch (InterruptedException e) {
            throw new OpsException(Kind.INTERRUPTED, "interrupted; nothing was changed", null, e);
        }
    }

    /** Hands the answer on; without one, the step is skipped, and the finding says why. */
    void then(Step step, Consumer<Finding> findings, Consumer<T> use) {
        T answer;
        try {
            answer = answer();
        } catch (OpsException e) {
            if (e.kind() == Kind.INTERRUPTED) {
                throw e;
            }
            findings.accept(step.skipped(reason(e)));
            return;
        }
        use.accept(answer);
    }

    /** A denial names the IAM action that is missing; AWS's own words about it are long, and say less. */
    static String reason(OpsException failure) {
        return failureOf(failure) == AwsFailure.DENIED
                ? "not allowed to ask: " + failure.hint().orElse(failure.getMessage())
                : failure.getMessage();
    }

    /** Why AWS did not answer; OTHER when it was not AWS that failed. */
    static AwsFailure failureOf(OpsException failure) {
        return failure.getCause() instanceof SdkException cause ? AwsFailure.of(cause) : AwsFailure.OTHER;
    }
}
