package dev.dbops.aws;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;

/** A request to AWS, whose failure becomes one of db-ops. */
final class AwsCall {
    private AwsCall() {}

    /**
     * Makes the request.
     *
     * @param action what IAM calls it, such as rds:DescribeDBInstances: a denied request names it
     * @throws OpsException when it fails; a failure that the caller can say more about is caught inside
     */
    static <T> T of(String action, Supplier<T> request) {
        try {
            return request.get();
        } catch (AbortedException e) {
            throw new OpsException(Kind.INTERRUPTED, "interrupted in " + action, null, e);
        } catch (SdkException e) {
            throw AwsFailure.of(e).describe(e, action);
        }
    }
}
