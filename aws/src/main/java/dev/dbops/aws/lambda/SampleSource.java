package dev.dbops.aws.lambda;

import java.util.Locale;

/** The sources of events that {@link SampleEvent} has a sample of. */
public enum SampleSource {
    DIRECT,
    SQS,
    KINESIS,
    MSK,
    KAFKA,
    S3,
    COGNITO,
    DYNAMODB;

    /** The word that users write. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
