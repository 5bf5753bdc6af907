package dev.dbops.lambda.router;

import dev.dbops.FileFailure;
import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.AwsCall;
import dev.dbops.lambda.source.EventObjects;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/** The objects that a replay has stored in a bucket. */
final class BucketObjects implements EventObjects {
    /** More than a replay stores in an object; the memory of a function is limited. */
    private static final int MOST_BYTES = 128_000_000;

    private static final String COMPRESSED = ".gz";

    private final FunctionAws aws;

    BucketObjects(FunctionAws aws) {
        this.aws = aws;
    }

    @Override
    public byte[] read(String bucket, String key) {
        var content = AwsCall.of(
                "s3:GetObject",
                () -> aws.clients(Optional.empty())
                        .s3()
                        .getObjectAsBytes(request -> request.bucket(bucket).key(key))
                        .asByteArrayUnsafe());
        return key.endsWith(COMPRESSED) ? decompressed(content, "s3://" + bucket + "/" + key) : content;
    }

    private static byte[] decompressed(byte[] content, String url) {
        try (var plain = new GZIPInputStream(new ByteArrayInputStream(content))) {
            var bytes = plain.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new OpsException(
                        Kind.FAILED,
                        "%s has more than %,d bytes when it is decompressed".formatted(url, MOST_BYTES),
                        "store smaller objects: events-replay --rotate-size 8MB");
            }
            return bytes;
        } catch (IOException e) {
            throw FileFailure.reading(url, e);
        }
    }
}
