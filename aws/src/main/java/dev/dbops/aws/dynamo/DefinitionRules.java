package dev.dbops.aws.dynamo;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;

/** The rules between the members of a definition, which DynamoDB checks as well, with less clear errors. */
final class DefinitionRules {
    private final String file;

    /**
     * @param file the name of the file, for errors
     */
    DefinitionRules(String file) {
        this.file = file;
    }

    void check(CreateTableRequest request) {
        if (request.tableName() != null) {
            DynamoTableName.require(request.tableName(), "TableName in " + file);
        }
        if (!request.hasAttributeDefinitions()) {
            throw failure("the definition has no AttributeDefinitions", "add the name and type of each key attribute");
        }
        if (!request.hasKeySchema()) {
            throw failure("the definition has no KeySchema", "add the HASH key, and the RANGE key if there is one");
        }
        checkAttributes(request);
        if (request.globalSecondaryIndexes().isEmpty()
                && request.localSecondaryIndexes().isEmpty()) {
            return;
        }
        checkIndexNames(request);
    }

    private void checkAttributes(CreateTableRequest request) {
        var used = new TreeSet<String>();
        check("the table", request.keySchema(), used);
        request.globalSecondaryIndexes().forEach(index -> check(index.indexName(), index.keySchema(), used));
        request.localSecondaryIndexes().forEach(index -> check(index.indexName(), index.keySchema(), used));
        var defined = new TreeSet<String>();
        request.attributeDefinitions().forEach(attribute -> defined.add(attribute.attributeName()));
        var undefined = without(used, defined);
        if (!undefined.isEmpty()) {
            throw failure(
                    "AttributeDefinitions lacks the key attribute \"%s\"".formatted(undefined.getFirst()),
                    "add its AttributeName and AttributeType");
        }
        var unused = without(defined, used);
        if (!unused.isEmpty()) {
            throw failure(
                    "AttributeDefinitions has \"%s\", which no key uses".formatted(unused.getFirst()),
                    "remove it: DynamoDB defines only the attributes of keys");
        }
    }

    private static List<String> without(Set<String> names, Set<String> others) {
        return names.stream().filter(name -> !others.contains(name)).toList();
    }

    private void check(String owner, List<KeySchemaElement> key, Set<String> used) {
        var hashes = 0;
        for (var element : key) {
            used.add(element.attributeName());
            hashes += element.keyType() == KeyType.HASH ? 1 : 0;
        }
        if (hashes == 0) {
            throw failure("the key of %s has no HASH attribute".formatted(owner), "add one with KeyType HASH");
        }
    }

    private void checkIndexNames(CreateTableRequest request) {
        var names = new ArrayList<String>();
        request.globalSecondaryIndexes().forEach(index -> names.add(index.indexName()));
        request.localSecondaryIndexes().forEach(index -> names.add(index.indexName()));
        var seen = new HashSet<String>();
        for (var name : names) {
            DynamoTableName.require(name, "IndexName in " + file);
            if (!seen.add(name)) {
                throw failure("two indexes are called \"%s\"".formatted(name), "rename one of them");
            }
        }
    }

    private OpsException failure(String message, String hint) {
        return new OpsException(Kind.USAGE, "%s: %s".formatted(file, message), hint);
    }
}
