package dev.dbops.aws.bucket;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.AwsCall;
import dev.dbops.aws.AwsClients;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** The objects of a place in S3, and the mark of one consumer, which only one replay can change. */
final class BucketStore {
    private static final int PRECONDITION_FAILED = 412;
    private static final String FOLDER = "_db-ops/";

    private final AwsClients clients;
    private final BucketPlace place;
    private final String markKey;
    private final BucketFailures failures;
    private Optional<String> etag = Optional.empty();

    /**
     * @param clients of the bucket's region
     * @param consumer the name of the consumer
     */
    BucketStore(AwsClients clients, BucketPlace place, String consumer) {
        this.clients = clients;
        this.place = place;
        // readers of tables ignore names that begin with an underscore
        this.markKey = place.prefix() + FOLDER + consumer.replaceAll("[^A-Za-z0-9_.-]+", "_") + "-"
                + ShortDigest.of(consumer) + ".position";
        this.failures = new BucketFailures(place, clients.region());
    }

    /** Reads the mark; empty if there is none. */
    Optional<BucketMark> mark() {
        return AwsCall.of("s3:GetObject", () -> {
            try {
                var found = clients.s3()
                        .getObjectAsBytes(
                                request -> request.bucket(place.bucket()).key(markKey));
                etag = Optional.of(found.response().eTag());
                return Optional.of(BucketMark.parse(found.asUtf8String(), url()));
            } catch (NoSuchKeyException _) {
                return Optional.empty();
            } catch (S3Exception e) {
                throw failures.translate(e);
            }
        });
    }

    /**
     * Replaces the mark if nobody else has done so since it was read ("Conditional writes", Amazon S3 user guide).
     *
     * @throws OpsException of kind REFUSED when another replay has written it
     */
    void mark(BucketMark mark) {
        var content = mark.text().getBytes(StandardCharsets.UTF_8);
        var condition = etag.isPresent()
                ? PutObjectRequest.builder().ifMatch(etag.get())
                : PutObjectRequest.builder().ifNoneMatch("*");
        var request = condition
                .bucket(place.bucket())
                .key(markKey)
                .contentType("text/plain")
                .build();
        AwsCall.of("s3:PutObject", () -> {
            try {
                etag = Optional.of(clients.s3()
                        .putObject(request, RequestBody.fromBytes(content))
                        .eTag());
            } catch (S3Exception e) {
                if (e.statusCode() != PRECONDITION_FAILED) {
                    throw failures.translate(e);
                }
                requireOwn(mark);
            }
            return mark;
        });
    }

    /** A request that got no answer is made again, and meets what it has written itself. */
    private void requireOwn(BucketMark written) {
        if (!mark().equals(Optional.of(written))) {
            throw new OpsException(
                    Kind.REFUSED,
                    "another replay has written %s".formatted(url()),
                    "end one of the two, or give it another --name; if there is no other, run it again: the last"
                            + " request of a replay that was killed can arrive late");
        }
    }

    /** Stores an object, or replaces it. */
    void put(String key, byte[] content) {
        AwsCall.of("s3:PutObject", () -> {
            try {
                return clients.s3()
                        .putObject(
                                request ->
                                        request.bucket(place.bucket()).key(key).contentType("application/gzip"),
                                RequestBody.fromBytes(content));
            } catch (S3Exception e) {
                throw failures.translate(e);
            }
        });
    }

    private String url() {
        return "s3://" + place.bucket() + "/" + markKey;
    }
}
