package dev.dbops.aws.stack;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.AwsCall;
import dev.dbops.aws.AwsClients;
import dev.dbops.aws.AwsFailure;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Puts files into a bucket under their SHA-256 digest, so that equal files are there once. */
public final class DigestUpload {
    /** "Bucket naming rules" of the Amazon S3 user guide. */
    private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");

    private static final int NOT_FOUND = 404;
    private static final int FORBIDDEN = 403;

    private final AwsClients clients;
    private final String bucket;

    /**
     * @param bucket its name, in the region of the clients
     * @throws OpsException of kind USAGE when no bucket can have this name
     */
    public DigestUpload(AwsClients clients, String bucket) {
        if (!BUCKET.matcher(bucket).matches()) {
            throw new OpsException(
                    Kind.USAGE,
                    "\"%s\" is not the name of a bucket".formatted(bucket),
                    "use 3 to 63 lower-case letters, digits, hyphens and dots");
        }
        this.clients = clients;
        this.bucket = bucket;
    }

    /** The bucket's name. */
    public String bucket() {
        return bucket;
    }

    /**
     * The key of a file: its digest, between a prefix and a suffix.
     *
     * @param prefix such as db-ops/
     * @param suffix such as .zip
     */
    public static String key(String prefix, byte[] content, String suffix) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(content);
            return prefix + HexFormat.of().formatHex(digest) + suffix;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /**
     * Puts a file there, unless it is there already.
     *
     * @return whether it was put there
     * @throws OpsException of kind USAGE when there is no such bucket, or it is in another region
     */
    public boolean put(String key, byte[] content) {
        if (isThere(key)) {
            return false;
        }
        AwsCall.of("s3:PutObject", () -> {
            try {
                return clients.s3()
                        .putObject(request -> request.bucket(bucket).key(key), RequestBody.fromBytes(content));
            } catch (S3Exception e) {
                throw translated(e);
            }
        });
        return true;
    }

    /** "If the object you request doesn't exist": 404, or 403 without s3:ListBucket (HeadObject). */
    private boolean isThere(String key) {
        return AwsCall.of("s3:GetObject", () -> {
            try {
                clients.s3().headObject(request -> request.bucket(bucket).key(key));
                return true;
            } catch (S3Exception e) {
                if (e.statusCode() == NOT_FOUND || e.statusCode() == FORBIDDEN) {
                    return false;
                }
                throw translated(e);
            }
        });
    }

    private RuntimeException translated(S3Exception failure) {
        if (AwsFailure.code(failure).equals("NoSuchBucket")) {
            return new OpsException(
                    Kind.USAGE,
                    "there is no bucket \"%s\"".formatted(bucket),
                    "create it: aws s3 mb s3://%s --region %s".formatted(bucket, clients.region()),
                    failure);
        }
        if (failure.statusCode() >= 300 && failure.statusCode() < 400) {
            return new OpsException(
                    Kind.USAGE,
                    "bucket \"%s\" is not in %s".formatted(bucket, clients.region()),
                    "Lambda reads packages from its own region only: name another bucket, or pass --region",
                    failure);
        }
        return failure;
    }

    /** The URL of a key that CloudFormation accepts; the name of a bucket may have dots. */
    String url(String key) {
        var suffix = Region.of(clients.region()).metadata();
        var domain = suffix == null ? "amazonaws.com" : suffix.partition().dnsSuffix();
        return "https://s3.%s.%s/%s/%s".formatted(clients.region(), domain, bucket, key);
    }
}
