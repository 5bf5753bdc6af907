package dev.dbops.aws;

import dev.dbops.aws.dynamo.messages.GroupMover;
import dev.dbops.aws.dynamo.messages.GroupRow;
import dev.dbops.aws.dynamo.messages.MessageRow;
import dev.dbops.aws.dynamo.messages.MessageUser;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;

/** The table of messages in the emulator, and what programs do with it. */
public final class EmulatedMessages {
    public static final String TABLE = "cruddur-messages";
    public static final MessageUser ADA = new MessageUser("ada-uuid", "Ada Lovelace", "ada");
    public static final MessageUser GRACE = new MessageUser("grace-uuid", "Grace Hopper", "grace");

    private final AwsEmulator aws;

    private EmulatedMessages(AwsEmulator aws) {
        this.aws = aws;
    }

    /** Makes the table. */
    public static EmulatedMessages create(AwsEmulator aws) {
        try (var clients = aws.clients()) {
            clients.dynamo()
                    .createTable(request -> request.tableName(TABLE)
                            .attributeDefinitions(attribute("pk"), attribute("sk"), attribute("message_group_uuid"))
                            .keySchema(key("pk", KeyType.HASH), key("sk", KeyType.RANGE))
                            .globalSecondaryIndexes(index())
                            .provisionedThroughput(
                                    capacity -> capacity.readCapacityUnits(5L).writeCapacityUnits(5L)));
        }
        return new EmulatedMessages(aws);
    }

    private static GlobalSecondaryIndex index() {
        return GlobalSecondaryIndex.builder()
                .indexName(GroupMover.INDEX)
                .keySchema(key("message_group_uuid", KeyType.HASH), key("sk", KeyType.RANGE))
                .projection(projection -> projection.projectionType(ProjectionType.ALL))
                .provisionedThroughput(
                        capacity -> capacity.readCapacityUnits(5L).writeCapacityUnits(5L))
                .build();
    }

    private static AttributeDefinition attribute(String name) {
        return AttributeDefinition.builder()
                .attributeName(name)
                .attributeType(ScalarAttributeType.S)
                .build();
    }

    private static KeySchemaElement key(String name, KeyType type) {
        return KeySchemaElement.builder().attributeName(name).keyType(type).build();
    }

    /** Turns the table's stream on, with new images, and returns its ARN. */
    public String stream() {
        try (var clients = aws.clients()) {
            return clients.dynamo()
                    .updateTable(request -> request.tableName(TABLE)
                            .streamSpecification(
                                    stream -> stream.streamEnabled(true).streamViewType(StreamViewType.NEW_IMAGE)))
                    .tableDescription()
                    .latestStreamArn();
        }
    }

    /** Begins a conversation between the two users, in which nothing was said yet. */
    public EmulatedMessages group(String group, String sortKey) {
        put(new GroupRow(ADA.uuid(), sortKey, group, "", GRACE).item());
        put(new GroupRow(GRACE.uuid(), sortKey, group, "", ADA).item());
        return this;
    }

    /** Sends a message, as an application does: its row alone. */
    public EmulatedMessages send(String group, String sortKey, String message) {
        return put(new MessageRow(group, sortKey, "id of " + message, message, ADA).item());
    }

    /** Puts an item. */
    public EmulatedMessages put(Map<String, AttributeValue> item) {
        try (var clients = aws.clients()) {
            clients.dynamo().putItem(request -> request.tableName(TABLE).item(item));
        }
        return this;
    }

    /** Deletes an item. */
    public EmulatedMessages delete(String partitionKey, String sortKey) {
        try (var clients = aws.clients()) {
            clients.dynamo()
                    .deleteItem(request -> request.tableName(TABLE)
                            .key(Map.of(
                                    "pk", AttributeValue.fromS(partitionKey), "sk", AttributeValue.fromS(sortKey))));
        }
        return this;
    }

    /** Lets the next queries of the index see the table as it is now. */
    public EmulatedMessages indexLags(int queries) {
        aws.control("index-lag", "{\"queries\": %d}".formatted(queries));
        return this;
    }

    /** Lets the next batches write one item only, as a table does whose capacity is used up. */
    public void refuse(int batches) {
        aws.control("refuse-items", "{\"batches\": %d}".formatted(batches));
    }

    /** Cancels the next transactions. */
    public EmulatedMessages cancel(String code, int times) {
        aws.control("cancel-transactions", "{\"code\": \"%s\", \"times\": %d}".formatted(code, times));
        return this;
    }

    /** Returns all items. */
    public List<Map<String, AttributeValue>> items() {
        try (var clients = aws.clients()) {
            return items(clients.dynamo());
        }
    }

    private static List<Map<String, AttributeValue>> items(DynamoDbClient client) {
        return client.scanPaginator(request -> request.tableName(TABLE)).items().stream()
                .toList();
    }

    /** Returns the rows of all conversations, as {@code ada: group-1 at TIME: message}, sorted. */
    public List<String> conversations() {
        return items().stream()
                .filter(item -> item.get("pk").s().startsWith(GroupRow.PREFIX))
                .map(GroupRow::of)
                .map(row -> "%s: %s at %s: %s"
                        .formatted(row.owner().replace("-uuid", ""), row.groupUuid(), row.sortKey(), row.message()))
                .sorted()
                .toList();
    }
}
