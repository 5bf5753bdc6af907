package dev.dbops.aws.dynamo;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

/** The differences between a table and a definition that applications notice: keys and indexes. */
final class TableDifferences {
    private TableDifferences() {}

    static List<String> between(TableDescription table, CreateTableRequest definition) {
        var differences = new ArrayList<String>();
        compare("its key", key(table.keySchema()), key(definition.keySchema()), differences);
        Map<String, String> existing = new HashMap<>();
        table.globalSecondaryIndexes().forEach(index -> existing.put(index.indexName(), key(index.keySchema())));
        table.localSecondaryIndexes().forEach(index -> existing.put(index.indexName(), key(index.keySchema())));
        Map<String, String> wanted = new HashMap<>();
        definition.globalSecondaryIndexes().forEach(index -> wanted.put(index.indexName(), key(index.keySchema())));
        definition.localSecondaryIndexes().forEach(index -> wanted.put(index.indexName(), key(index.keySchema())));
        for (var name : new TreeSet<>(wanted.keySet())) {
            compare("index \"%s\"".formatted(name), existing.get(name), wanted.get(name), differences);
        }
        return differences;
    }

    private static void compare(String subject, String existing, String wanted, List<String> differences) {
        if (existing == null) {
            differences.add("%s is missing".formatted(subject));
        } else if (!existing.equals(wanted)) {
            differences.add("%s is %s, and %s in the definition".formatted(subject, existing, wanted));
        }
    }

    private static String key(List<KeySchemaElement> key) {
        return key.stream()
                .map(element -> "%s %s".formatted(element.attributeName(), element.keyTypeAsString()))
                .sorted()
                .collect(Collectors.joining(", "));
    }
}
