package dev.dbops.redshift.replay;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.AwsCall;
import dev.dbops.aws.AwsClients;
import dev.dbops.redshift.sql.Identifier;
import dev.dbops.redshift.sql.InsertLoad;
import dev.dbops.redshift.sql.RowLoad;
import dev.dbops.redshift.sql.WarehouseStatement;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Loads many rows by COPY from S3, and few by INSERT. JSON distinguishes NULL from every text ("COPY from JSON format",
 * Amazon Redshift database developer guide,
 * https://docs.aws.amazon.com/redshift/latest/dg/copy-usage_notes-copy-from-json.html).
 */
final class CopyLoad implements RowLoad {
    /** With fewer rows, the INSERT has ended before S3 has the object. */
    private static final int FEWEST_ROWS = 500;

    private static final JsonFactory JSON = new JsonFactory();

    private final StagePlace place;
    private final AwsClients clients;
    private final List<String> keys = new ArrayList<>();

    /**
     * @param clients of the region of the bucket; closed by the caller
     */
    CopyLoad(StagePlace place, AwsClients clients) {
        this.place = place;
        this.clients = clients;
    }

    @Override
    public List<WarehouseStatement> load(String table, List<String> columns, List<String[]> rows) {
        if (rows.size() < FEWEST_ROWS) {
            return InsertLoad.BY_CONNECTION.load(table, columns, rows);
        }
        var key = place.prefix() + "db-ops-" + UUID.randomUUID() + ".json.gz";
        var body = RequestBody.fromBytes(lines(columns, rows));
        keys.add(key);
        AwsCall.of("s3:PutObject", () -> put(key, body));
        return List.of(WarehouseStatement.of(copy(table, columns, key)));
    }

    private PutObjectResponse put(String key, RequestBody body) {
        try {
            return clients.s3()
                    .putObject(request -> request.bucket(place.bucket()).key(key), body);
        } catch (NoSuchBucketException e) {
            throw new OpsException(
                    Kind.USAGE,
                    "there is no bucket \"%s\" for --stage".formatted(place.bucket()),
                    "create it in the region of the warehouse: aws s3 mb s3://" + place.bucket(),
                    e);
        }
    }

    private static byte[] lines(List<String> columns, List<String[]> rows) {
        var bytes = new ByteArrayOutputStream();
        try (var zipped = new GZIPOutputStream(bytes);
                var json = JSON.createGenerator(ObjectWriteContext.empty(), zipped)) {
            for (var row : rows) {
                json.writeStartObject();
                for (var i = 0; i < row.length; i++) {
                    if (row[i] != null) {
                        json.writeStringProperty(columns.get(i), row[i]);
                    }
                }
                json.writeEndObject();
                json.writeRaw('\n');
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** The place was checked to have no quotes. */
    private String copy(String table, List<String> columns, String key) {
        return "COPY %s (%s) FROM 's3://%s/%s' IAM_ROLE %s FORMAT AS JSON 'auto' GZIP REGION '%s' COMPUPDATE OFF STATUPDATE OFF"
                .formatted(
                        table,
                        columns.stream().map(Identifier::quoted).collect(Collectors.joining(", ")),
                        place.bucket(),
                        key,
                        place.role().map(arn -> "'" + arn + "'").orElse("default"),
                        clients.region());
    }

    /**
     * Removes the objects: the transaction that needed them has ended. Objects that cannot be removed now are tried again
     * the next time; after a crash, objects stay.
     */
    void release() {
        while (!keys.isEmpty()) {
            try {
                AwsCall.of(
                        "s3:DeleteObject",
                        () -> clients.s3()
                                .deleteObject(request ->
                                        request.bucket(place.bucket()).key(keys.getFirst())));
            } catch (OpsException _) {
                return;
            }
            keys.removeFirst();
        }
    }
}
