package dev.dbops.aws;

import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.retry.RetryUtils;
import software.amazon.awssdk.retries.api.AcquireInitialTokenRequest;
import software.amazon.awssdk.retries.api.AcquireInitialTokenResponse;
import software.amazon.awssdk.retries.api.RecordSuccessRequest;
import software.amazon.awssdk.retries.api.RecordSuccessResponse;
import software.amazon.awssdk.retries.api.RefreshRetryTokenRequest;
import software.amazon.awssdk.retries.api.RefreshRetryTokenResponse;
import software.amazon.awssdk.retries.api.RetryStrategy;

/**
 * Retries throttled requests for longer than others. A host that is not known, as with a misspelt region, would otherwise
 * be asked for half a minute before the user reads why.
 */
final class PatientRetries implements RetryStrategy {
    private final RetryStrategy usual;
    private final RetryStrategy patient;

    /**
     * @param throttled how often a throttled request is sent at most
     * @param other how often any other request is sent at most
     */
    PatientRetries(int throttled, int other) {
        this.patient = upTo(throttled);
        this.usual = upTo(other);
    }

    private static RetryStrategy upTo(int attempts) {
        return AwsRetryStrategy.standardRetryStrategy().toBuilder()
                .maxAttempts(attempts)
                .build();
    }

    @Override
    public AcquireInitialTokenResponse acquireInitialToken(AcquireInitialTokenRequest request) {
        return patient.acquireInitialToken(request);
    }

    /** The token has the number of attempts, which each of the two compares with its own limit. */
    @Override
    public RefreshRetryTokenResponse refreshRetryToken(RefreshRetryTokenRequest request) {
        var throttled = request.failure() instanceof SdkException failure && RetryUtils.isThrottlingException(failure);
        return (throttled ? patient : usual).refreshRetryToken(request);
    }

    @Override
    public RecordSuccessResponse recordSuccess(RecordSuccessRequest request) {
        return patient.recordSuccess(request);
    }

    @Override
    public int maxAttempts() {
        return patient.maxAttempts();
    }

    @Override
    public Builder<?, ?> toBuilder() {
        return patient.toBuilder();
    }
}
