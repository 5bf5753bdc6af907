package dev.dbops.redshift.replay;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A place in Amazon S3 from which the warehouse copies rows.
 *
 * @param bucket the bucket
 * @param prefix the beginning of the keys, with a slash at its end; empty for none
 * @param role the ARN of the role with which the warehouse reads it; empty for the default role of the warehouse
 */
public record StagePlace(String bucket, String prefix, Optional<String> role) {
    /** "Bucket naming rules" (Amazon S3 user guide); a quote would end the text in SQL. */
    private static final Pattern PLACE =
            Pattern.compile("s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:/([A-Za-z0-9!_.*()/-]*))?");

    private static final Pattern ROLE = Pattern.compile("arn:aws[a-z-]*:iam::[0-9]{12}:role/[\\w+=,.@/-]+");

    /**
     * Reads {@code s3://BUCKET} or {@code s3://BUCKET/PREFIX}.
     *
     * @param role the ARN of a role; empty for the default role of the warehouse
     * @throws OpsException of kind USAGE when one of them is not valid
     */
    public static StagePlace parse(String url, String role) {
        var matcher = PLACE.matcher(url);
        if (!matcher.matches()) {
            throw new OpsException(
                    Kind.USAGE,
                    "\"%s\" is not a place in S3".formatted(url),
                    "write s3://BUCKET or s3://BUCKET/PREFIX, with letters, digits and !_.*()/- in the prefix");
        }
        if (!role.isEmpty() && !ROLE.matcher(role).matches()) {
            throw new OpsException(
                    Kind.USAGE,
                    "\"%s\" is not the ARN of a role".formatted(role),
                    "write it as arn:aws:iam::ACCOUNT:role/NAME");
        }
        var prefix = matcher.group(2) == null ? "" : matcher.group(2);
        return new StagePlace(
                matcher.group(1),
                prefix.isEmpty() || prefix.endsWith("/") ? prefix : prefix + "/",
                role.isEmpty() ? Optional.empty() : Optional.of(role));
    }
}
