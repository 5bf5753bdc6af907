package dev.dbops.aws;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** A table of DynamoDB in the emulator, with the key pk and sk. */
public final class EmulatedTable {
    private final AwsEmulator aws;
    private final String name;

    private EmulatedTable(AwsEmulator aws, String name) {
        this.aws = aws;
        this.name = name;
    }

    /** Makes the table. */
    public static EmulatedTable create(AwsEmulator aws, String name) {
        try (var clients = aws.clients()) {
            create(clients.dynamo(), name);
        }
        return new EmulatedTable(aws, name);
    }

    /** Makes many empty tables, table-000, table-001 ... */
    public static void createMany(AwsEmulator aws, int tables) {
        try (var clients = aws.clients()) {
            for (var i = 0; i < tables; i++) {
                create(clients.dynamo(), "table-%03d".formatted(i));
            }
        }
    }

    private static void create(DynamoDbClient client, String table) {
        client.createTable(request -> request.tableName(table)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(attribute("pk"), attribute("sk"))
                .keySchema(key("pk", KeyType.HASH), key("sk", KeyType.RANGE)));
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

    /** Puts an item with this key. */
    public void put(String pk, String sk, Map<String, AttributeValue> others) {
        var item = new HashMap<>(others);
        item.put("pk", AttributeValue.fromS(pk));
        item.put("sk", AttributeValue.fromS(sk));
        try (var clients = aws.clients()) {
            clients.dynamo().putItem(request -> request.tableName(name).item(item));
        }
    }

    /** Returns the names of all tables of the emulator, of which there are few. */
    public static List<String> names(AwsEmulator aws) {
        try (var clients = aws.clients()) {
            return clients.dynamo().listTables().tableNames();
        }
    }
}
