package dev.dbops.redshift.standin;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** The objects of S3 that a COPY loads. */
final class CopySource {
    private final S3Client s3;

    CopySource(S3Client s3) {
        this.s3 = s3;
    }

    /** Gets the rows of an object, as text of PostgreSQL's COPY. */
    @FunctionalInterface
    interface Rows {
        void row(byte[] text) throws IOException;
    }

    /**
     * Reads all objects whose keys begin with the prefix of a statement.
     *
     * @return the number of rows
     * @throws SourceFailure when there are none, or S3 refuses
     * @throws IOException when the content is not good
     */
    long read(CopyStatement copy, Rows rows) throws IOException {
        try {
            var objects = s3
                    .listObjectsV2Paginator(
                            request -> request.bucket(copy.bucket()).prefix(copy.prefix()))
                    .contents()
                    .stream()
                    .map(S3Object::key)
                    .toList();
            if (objects.isEmpty()) {
                throw new SourceFailure("The specified S3 prefix '" + copy.prefix() + "' does not exist");
            }
            var number = 0L;
            for (var key : objects) {
                try (var content = content(copy, key)) {
                    number += new CopyRows(copy, content).read(rows);
                }
            }
            return number;
        } catch (SdkException e) {
            throw new SourceFailure("S3ServiceException:" + e.getMessage());
        }
    }

    private InputStream content(CopyStatement copy, String key) throws IOException {
        var content = s3.getObject(request -> request.bucket(copy.bucket()).key(key));
        return copy.gzip() ? new GZIPInputStream(content) : content;
    }
}
