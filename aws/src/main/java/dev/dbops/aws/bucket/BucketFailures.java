package dev.dbops.aws.bucket;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.AwsFailure;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Failures specific to buckets ("Error responses", Amazon S3 API reference). */
final class BucketFailures {
    private static final int CONFLICT = 409;

    private final BucketPlace place;
    private final String region;

    BucketFailures(BucketPlace place, String region) {
        this.place = place;
        this.region = region;
    }

    /** Returns the failure in words; itself if it is not specific to buckets. */
    RuntimeException translate(S3Exception failure) {
        var code = AwsFailure.code(failure);
        if (failure.statusCode() >= 300 && failure.statusCode() < 400 || code.equals("AuthorizationHeaderMalformed")) {
            return new OpsException(
                    Kind.USAGE,
                    "bucket \"%s\" is not in %s".formatted(place.bucket(), region),
                    "pass its region with --region: aws s3api get-bucket-location --bucket " + place.bucket(),
                    failure);
        }
        if (failure.statusCode() == CONFLICT) {
            return new OpsException(
                    Kind.UNREACHABLE,
                    "another request has changed the position in %s at the same moment".formatted(place),
                    "try again; end the other replay of this name",
                    failure);
        }
        return switch (code) {
            case "NoSuchBucket" ->
                new OpsException(
                        Kind.USAGE,
                        "there is no bucket \"%s\"".formatted(place.bucket()),
                        "create it: aws s3 mb s3://%s --region %s".formatted(place.bucket(), region),
                        failure);
            case "InternalError", "ServiceUnavailable", "RequestTimeout" ->
                new OpsException(
                        Kind.UNREACHABLE,
                        "S3 failed to use bucket \"%s\": %s".formatted(place.bucket(), AwsFailure.message(failure)),
                        "try again in a minute",
                        failure);
            default -> failure;
        };
    }
}
