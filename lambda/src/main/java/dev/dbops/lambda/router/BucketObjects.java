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
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/** The objects that a replay has stored in a bucket. */
final class BucketObjects implements EventObjects {
    /** More than a replay stores in an object; the memory of a function is limited. */
    private static final int MOST_BYTES = 128_000_000;

    private static final String COMPRESSED = ".gz";

    private final FunctionAws aws;
    private final int most;

    BucketObjects(FunctionAws aws) {
        this(aws, MOST_BYTES);
    }

    /** @param most the maximum number of bytes of an object, also when it is decompressed */
    BucketObjects(FunctionAws aws, int most) {
        this.aws = aws;
        this.most = most;
    }

    @Override
    public byte[] read(String bucket, String key) {
        var url = "s3://" + bucket + "/" + key;
        var content = content(bucket, key, url).orElseThrow(() -> tooLarge(url, ""));
        return key.endsWith(COMPRESSED) ? decompressed(content, url) : content;
    }

    /** Returns the content as it is stored; empty if it is too large. */
    private Optional<byte[]> content(String bucket, String key, String url) {
        var request = GetObjectRequest.builder().bucket(bucket).key(key).build();
        try {
            return AwsCall.of("s3:GetObject", () -> {
                try {
                    return aws.clients(Optional.empty()).s3().getObject(request, limited());
                } catch (NoSuchKeyException e) {
                    throw new OpsException(
                            Kind.USAGE,
                            url + " does not exist any more",
                            "keep objects until the function has read them: a rule of the bucket's lifecycle may be"
                                    + " too short; db-ops events-replay --name delivers the events again",
                            e);
                }
            });
        } catch (OpsException e) {
            throw e.kind() == Kind.FAILED
                    ? new OpsException(
                            Kind.UNREACHABLE, e.getMessage(), e.hint().orElse(null), e)
                    : e;
        }
    }

    private ResponseTransformer<GetObjectResponse, Optional<byte[]>> limited() {
        return (response, body) -> {
            if (response.contentLength() > most) {
                body.abort();
                return Optional.empty();
            }
            return Optional.of(ResponseTransformer.<GetObjectResponse>toBytes()
                    .transform(response, body)
                    .asByteArrayUnsafe());
        };
    }

    private byte[] decompressed(byte[] content, String url) {
        try (var plain = new GZIPInputStream(new ByteArrayInputStream(content))) {
            var bytes = plain.readNBytes(most + 1);
            if (bytes.length > most) {
                throw tooLarge(url, " when it is decompressed");
            }
            return bytes;
        } catch (IOException e) {
            throw FileFailure.reading(url, e);
        }
    }

    private OpsException tooLarge(String url, String when) {
        return new OpsException(
                Kind.USAGE,
                "%s has more than %,d bytes%s".formatted(url, most, when),
                "store smaller objects: events-replay --rotate-size 8MB");
    }
}
