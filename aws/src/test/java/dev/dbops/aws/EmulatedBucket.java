package dev.dbops.aws;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import software.amazon.awssdk.core.sync.RequestBody;

/** A bucket of the emulator, and the objects in it. */
public final class EmulatedBucket {
    private final AwsEmulator aws;
    private final String name;

    /** Makes a bucket. */
    public EmulatedBucket(AwsEmulator aws, String name) {
        this.aws = aws;
        this.name = name;
        try (var clients = aws.clients()) {
            clients.s3()
                    .createBucket(request -> request.bucket(name)
                            .createBucketConfiguration(location -> location.locationConstraint(AwsEmulator.REGION)));
        }
    }

    /** Returns the texts of all objects whose keys begin with this, decompressed if their names end in .gz. */
    public SortedMap<String, String> objects(String prefix) {
        var objects = new TreeMap<String, String>();
        try (var clients = aws.clients()) {
            var pages = clients.s3()
                    .listObjectsV2Paginator(request -> request.bucket(name).prefix(prefix));
            for (var object : pages.contents()) {
                objects.put(object.key(), text(clients, object.key()));
            }
        }
        return objects;
    }

    private String text(AwsClients clients, String key) {
        var bytes = clients.s3()
                .getObjectAsBytes(request -> request.bucket(name).key(key))
                .asByteArray();
        try (var content = new ByteArrayInputStream(bytes);
                var plain = key.endsWith(".gz") ? new GZIPInputStream(content) : content) {
            return new String(plain.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Stores an object. */
    public void put(String key, String text) {
        put(key, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Stores an object. */
    public void put(String key, byte[] content) {
        try (var clients = aws.clients()) {
            clients.s3().putObject(request -> request.bucket(name).key(key), RequestBody.fromBytes(content));
        }
    }

    /** Returns texts as the members of one gzip file. */
    public static byte[] gzip(String... texts) {
        var bytes = new ByteArrayOutputStream();
        for (var text : texts) {
            try (var zip = new GZIPOutputStream(bytes)) {
                zip.write(text.getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return bytes.toByteArray();
    }
}
