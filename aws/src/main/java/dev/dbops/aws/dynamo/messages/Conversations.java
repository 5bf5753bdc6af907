package dev.dbops.aws.dynamo.messages;

import dev.dbops.aws.dynamo.DynamoTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;

/** Reads conversations and their messages, as an application does. */
public final class Conversations {
    private final DynamoTable table;
    private double units;
    private int requests;

    public Conversations(DynamoTable table) {
        this.table = table;
    }

    /** Returns the conversations of a user, the one with the newest message first. */
    public List<GroupRow> ofUser(String user, TimeRange range) {
        return read(GroupRow.partitionKey(user), range, GroupRow::of);
    }

    /** Returns the messages of a conversation, the newest first. */
    public List<MessageRow> messages(String group, TimeRange range) {
        return read(MessageRow.partitionKey(group), range, MessageRow::of);
    }

    /** The capacity that the requests consumed, as a sentence. */
    public String consumed() {
        return "consumed %.1f read capacity units in %d request(s)".formatted(units, requests);
    }

    /** All pages are read until there are enough items, since a page may end before its limit. */
    private <T> List<T> read(String partitionKey, TimeRange range, Function<Map<String, AttributeValue>, T> reader) {
        var rows = new ArrayList<T>();
        Map<String, AttributeValue> next = Map.of();
        do {
            var page = page(partitionKey, range, range.limit() - rows.size(), next);
            page.items().forEach(item -> rows.add(reader.apply(item)));
            next = page.lastEvaluatedKey();
        } while (!next.isEmpty() && rows.size() < range.limit());
        return rows;
    }

    private QueryResponse page(String partitionKey, TimeRange range, int limit, Map<String, AttributeValue> next) {
        var values = new HashMap<String, AttributeValue>();
        values.put(":pk", Items.text(partitionKey));
        range.addTo(values);
        var page = table.call(
                "dynamodb:Query",
                () -> table.dynamo()
                        .client()
                        .query(query -> query.tableName(table.name())
                                .keyConditionExpression("pk = :pk" + range.condition())
                                .expressionAttributeValues(values)
                                .scanIndexForward(false)
                                .limit(limit)
                                .exclusiveStartKey(next.isEmpty() ? null : next)
                                .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL)));
        requests++;
        if (page.consumedCapacity() != null && page.consumedCapacity().capacityUnits() != null) {
            units += page.consumedCapacity().capacityUnits();
        }
        return page;
    }
}
