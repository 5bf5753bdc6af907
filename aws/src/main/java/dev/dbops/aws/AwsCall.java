package dev.dbops.aws;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;

/** A request to AWS, whose failure is converted to one of db-ops. */
public final class AwsCall {
    private AwsCall() {}

    /**
     * Makes the request.
     *
     * @param action the IAM action, such as rds:DescribeDBInstances: a denied request names it
     * @throws OpsException when it fails; a failure that the caller can say more about is caught inside
     */
    public static <T> T of(String action, Supplier<T> request) {
        try {
            return request.get();
        } catch (SdkException e) {
            if (wasInterrupted(e)) {
                throw new OpsException(Kind.INTERRUPTED, "interrupted in " + action, null, e);
            }
            throw AwsFailure.of(e).describe(e, action);
        }
    }

    /** The SDK reports an interrupt in the middle of an answer as an unreadable answer. */
    private static boolean wasInterrupted(SdkException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof AbortedException || cause instanceof InterruptedException) {
                return true;
            }
        }
        return Thread.currentThread().isInterrupted();
    }
}
