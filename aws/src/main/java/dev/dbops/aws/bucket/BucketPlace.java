package dev.dbops.aws.bucket;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import java.util.regex.Pattern;

/**
 * A place in Amazon S3.
 *
 * @param bucket the name of the bucket
 * @param prefix the beginning of the keys, with a slash at its end; empty for none
 */
public record BucketPlace(String bucket, String prefix) {
    private static final String SCHEME = "s3://";

    /** "Bucket naming rules" and "Safe characters" of keys (Amazon S3 user guide). */
    private static final Pattern SHAPE =
            Pattern.compile("s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:/([A-Za-z0-9!_.*'()/=-]{0,500}))?");

    /**
     * Reads {@code s3://BUCKET} or {@code s3://BUCKET/PREFIX}.
     *
     * @throws OpsException of kind USAGE when it is neither
     */
    public static BucketPlace parse(String url) {
        var matcher = SHAPE.matcher(url);
        if (!matcher.matches()) {
            throw new OpsException(
                    Kind.USAGE,
                    "\"%s\" is not a place in S3".formatted(url),
                    "write s3://BUCKET or s3://BUCKET/PREFIX; a prefix has letters, digits and !-_.*'()/= only");
        }
        var prefix = matcher.group(2) == null ? "" : matcher.group(2);
        return new BucketPlace(matcher.group(1), prefix.isEmpty() || prefix.endsWith("/") ? prefix : prefix + "/");
    }

    @Override
    public String toString() {
        return SCHEME + bucket + "/" + prefix;
    }
}
