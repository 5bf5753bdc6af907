package dev.dbops.lambda.router;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import java.util.regex.Pattern;

/**
 * A place in Amazon S3.
 *
 * @param name the bucket
 * @param prefix the beginning of the keys, with a slash at its end; empty for none
 */
record Bucket(String name, String prefix) {
    static final String SCHEME = "s3://";

    /** "Bucket naming rules" (Amazon S3 user guide). */
    private static final Pattern SHAPE = Pattern.compile("s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:/(.*))?");

    /**
     * Reads {@code s3://BUCKET} or {@code s3://BUCKET/PREFIX}.
     *
     * @throws OpsException of kind USAGE when it is not such a URL
     */
    static Bucket parse(String url) {
        var matcher = SHAPE.matcher(url);
        if (!matcher.matches()) {
            throw new OpsException(
                    Kind.USAGE,
                    "\"%s\" is not a place in S3".formatted(url),
                    "write s3://BUCKET or s3://BUCKET/PREFIX");
        }
        var prefix = matcher.group(2) == null ? "" : matcher.group(2);
        return new Bucket(matcher.group(1), prefix.isEmpty() || prefix.endsWith("/") ? prefix : prefix + "/");
    }

    @Override
    public String toString() {
        return SCHEME + name + "/" + prefix;
    }
}
