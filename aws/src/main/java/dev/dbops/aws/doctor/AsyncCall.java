package dev.dbops.aws.doctor;

import dev.dbops.BackgroundTask;
import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.AwsFailure;
import dev.dbops.doctor.Finding;
import dev.dbops.doctor.Step;
import java.util.function.Consumer;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;

/** A request to AWS that runs on its own thread, so that several run at the same time. */
final class AsyncCall<T> {
    private final BackgroundTask<T> task;

    private AsyncCall(BackgroundTask<T> task) {
        this.task = task;
    }

    /** Starts the request. */
    static <T> AsyncCall<T> start(Supplier<T> request) {
        return new AsyncCall<>(BackgroundTask.start("request to AWS", request));
    }

    /**
     * Waits for the answer.
     *
     * @throws OpsException the failure of the request
     */
    T answer() {
        return task.await();
    }

    /** Passes the answer on. Without an answer, the step is skipped, and the finding gives the reason. */
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

    /** Names the missing IAM action for a denial; AWS's own message is longer and says less. */
    static String reason(OpsException failure) {
        return failureOf(failure) == AwsFailure.DENIED
                ? "no permission: " + failure.hint().orElse(failure.getMessage())
                : failure.getMessage();
    }

    /** Why AWS did not answer; OTHER when it was not AWS that failed. */
    static AwsFailure failureOf(OpsException failure) {
        return failure.getCause() instanceof SdkException cause ? AwsFailure.of(cause) : AwsFailure.OTHER;
    }
}
