package dev.dbops.aws;

import java.time.Duration;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.retries.DefaultRetryStrategy;

/** The settings for requests that execute SQL. */
final class StatementRequests {
    /** A statement of the RDS Data API runs for 45 seconds at most. */
    static final Duration LONGEST = Duration.ofSeconds(60);

    private StatementRequests() {}

    /** Repeats only requests that were throttled: all others may have been executed. */
    static void limitRetries(ClientOverrideConfiguration.Builder client) {
        client.retryStrategy(DefaultRetryStrategy.standardStrategyBuilder()
                .retryOnException(e -> e instanceof AwsServiceException refused && refused.isThrottlingException())
                .build());
    }
}
