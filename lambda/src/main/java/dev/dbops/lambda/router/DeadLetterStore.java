package dev.dbops.lambda.router;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.ServerError;
import dev.dbops.aws.AwsCall;
import dev.dbops.lambda.source.SourceEvent;
import dev.dbops.lambda.source.SourceItem;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import software.amazon.awssdk.core.sync.RequestBody;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Keeps events that no delivery could handle, in a queue or a bucket, with the reason: they do not come again. */
final class DeadLetterStore {
    private static final JsonFactory JSON = new JsonFactory();
    private static final String QUEUE = "sqs:";

    private final String place;
    private final Optional<Bucket> bucket;
    private final String function;
    private final FunctionAws aws;

    private DeadLetterStore(String place, Optional<Bucket> bucket, String function, FunctionAws aws) {
        this.place = place;
        this.bucket = bucket;
        this.function = function;
        this.aws = aws;
    }

    /**
     * Reads {@code sqs:URL} or {@code s3://BUCKET/PREFIX}.
     *
     * @param place the text; empty for none
     * @param function the name of the function
     * @throws OpsException of kind USAGE when it is neither
     */
    static Optional<DeadLetterStore> parse(String place, String function, FunctionAws aws) {
        if (place.isEmpty()) {
            return Optional.empty();
        }
        if (place.startsWith(QUEUE + "https://") || place.startsWith(QUEUE + "http://")) {
            return Optional.of(new DeadLetterStore(place.substring(QUEUE.length()), Optional.empty(), function, aws));
        }
        if (place.startsWith(Bucket.SCHEME)) {
            return Optional.of(new DeadLetterStore(place, Optional.of(Bucket.parse(place)), function, aws));
        }
        throw new OpsException(
                Kind.USAGE,
                "DB_OPS_DEAD_LETTERS names neither a queue nor a bucket: \"%s\"".formatted(place),
                "set it to sqs:URL of a queue, or to s3://BUCKET/PREFIX");
    }

    /**
     * Puts an event aside.
     *
     * @throws OpsException when it could not be put there
     */
    void add(SourceItem item, SourceEvent event, OpsException reason) {
        var letter = letter(item, event, reason);
        if (bucket.isPresent()) {
            var key = bucket.get().prefix() + UUID.nameUUIDFromBytes(letter.getBytes(StandardCharsets.UTF_8)) + ".json";
            AwsCall.of(
                    "s3:PutObject",
                    () -> aws.clients(Optional.empty())
                            .s3()
                            .putObject(
                                    request -> request.bucket(bucket.get().name())
                                            .key(key)
                                            .contentType("application/json"),
                                    RequestBody.fromString(letter)));
            return;
        }
        AwsCall.of(
                "sqs:SendMessage",
                () -> aws.clients(Optional.empty())
                        .sqs()
                        .sendMessage(request -> request.queueUrl(place).messageBody(letter)));
    }

    private String letter(SourceItem item, SourceEvent event, OpsException reason) {
        var letter = new ByteArrayOutputStream();
        try (var json = JSON.createGenerator(ObjectWriteContext.empty(), letter)) {
            json.writeStartObject();
            json.writeStringProperty("function", function);
            json.writeStringProperty("item", item.name());
            json.writeStringProperty("id", event.id());
            json.writeStringProperty("reason", reason.getMessage());
            json.writeStringProperty("hint", reason.hint().orElse(""));
            json.writeStringProperty(
                    "sqlstate", reason.serverError().map(ServerError::sqlState).orElse(""));
            json.writeStringProperty("event", event.json().get());
            json.writeEndObject();
        }
        return letter.toString(StandardCharsets.UTF_8);
    }
}
