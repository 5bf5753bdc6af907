package dev.dbops.aws.kinesis;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.AwsFailure;
import software.amazon.awssdk.services.kinesis.model.KinesisException;

/** Failures specific to data streams; see the errors of PutRecords in the Amazon Kinesis API reference. */
final class KinesisFailures {
    private static final String THROTTLED = "ProvisionedThroughputExceededException";

    private final KinesisStream stream;
    private final String region;

    KinesisFailures(KinesisStream stream, String region) {
        this.stream = stream;
        this.region = region;
    }

    /** Returns the failure in words; itself if it is not specific to streams. */
    RuntimeException translate(KinesisException failure) {
        var code = AwsFailure.code(failure);
        if (code.startsWith("KMS")) {
            return new OpsException(
                    code.equals("KMSThrottlingException") ? Kind.UNREACHABLE : Kind.FAILED,
                    "%s cannot use its encryption key: %s".formatted(stream.description(), AwsFailure.message(failure)),
                    "allow kms:GenerateDataKey on the key of the stream; AWS calls this " + code,
                    failure);
        }
        return switch (code) {
            case "ResourceNotFoundException" ->
                new OpsException(
                        Kind.USAGE,
                        "there is no %s in %s".formatted(stream.description(), region),
                        "check its name, the region (--region, AWS_REGION, or the stream's ARN) and the account"
                                + " (AWS_PROFILE); to create it: " + aws("create-stream"),
                        failure);
            case THROTTLED, "LimitExceededException" -> throttled(failure);
            case "InternalFailureException" ->
                new OpsException(
                        Kind.UNREACHABLE,
                        "%s failed: %s".formatted(stream.description(), AwsFailure.message(failure)),
                        "try again in a minute",
                        failure);
            default -> failure;
        };
    }

    /** Returns the failure for a call that was throttled. */
    OpsException throttled(KinesisException failure) {
        return new OpsException(
                Kind.UNREACHABLE,
                "%s is throttled, and still was after several attempts: %s"
                        .formatted(stream.description(), AwsFailure.message(failure)),
                moreShards(),
                failure);
    }

    /** Returns the failure for a stream that is being created or deleted. */
    OpsException notReady(String status) {
        return new OpsException(
                Kind.UNREACHABLE,
                "%s is not ready: its status is %s".formatted(stream.description(), status),
                "wait for it, and try again: " + aws("wait stream-exists"));
    }

    /** Returns the failure for a record that was refused again and again. */
    OpsException refused(String code, String message) {
        if (code.equals(THROTTLED)) {
            return new OpsException(
                    Kind.UNREACHABLE,
                    "%s is throttled, and still was after several attempts: %s"
                            .formatted(stream.description(), message),
                    moreShards());
        }
        return new OpsException(
                Kind.UNREACHABLE,
                "%s did not store a record: %s (%s)".formatted(stream.description(), message, code),
                "try again in a minute");
    }

    /** Returns the failure for an event that is larger than a record may be. */
    OpsException tooLarge(int bytes, int most) {
        return new OpsException(
                Kind.FAILED,
                "the event is too large for %s: it makes %,d bytes, and a record has at most %,d"
                        .formatted(stream.description(), bytes, most),
                "leave columns out of the log (db-ops triggers-install --exclude-columns), or allow larger records: "
                        + aws("update-max-record-size") + "; --on-error dead-letter puts such events aside");
    }

    private String moreShards() {
        return "a shard accepts 1,000 records and 1 MB a second: add shards (" + aws("update-shard-count")
                + "), or slow down with --rate";
    }

    private String aws(String command) {
        return "aws kinesis %s --stream-name %s --region %s".formatted(command, stream.name(), region);
    }
}
