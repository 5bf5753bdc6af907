package dev.dbops.aws;

import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;

/** A request to AWS, whose failure becomes one of db-ops. */
final class AwsCall {
    private AwsCall() {}

    /**
     * Makes the request.
     *
     * @param action what IAM calls it, such as rds:DescribeDBInstances: a denied request names it
     * @throws dev.dbops.OpsException when it fails; a failure that the caller can say more about is caught inside
     */
    static <T> T of(String action, Supplier<T> request) {
        try {
            return request.get();
        } catch (SdkException e) {
            throw AwsFailure.of(e).describe(e, action);
        }
    }
}
