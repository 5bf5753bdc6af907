package dev.dbops.aws.dynamo.messages;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The attributes that the items of the table have in common. */
final class Items {
    static final String PARTITION_KEY = "pk";
    static final String SORT_KEY = "sk";
    static final String GROUP = "message_group_uuid";
    static final String MESSAGE = "message";
    static final String MESSAGE_UUID = "message_uuid";

    private Items() {}

    static AttributeValue text(String value) {
        return AttributeValue.fromS(value);
    }

    /** The text of an attribute; empty when the item lacks it, or it is of another type. */
    static String text(Map<String, AttributeValue> item, String name) {
        return Optional.ofNullable(item.get(name)).map(AttributeValue::s).orElse("");
    }

    /** The key of an item. */
    static Map<String, AttributeValue> key(String partitionKey, String sortKey) {
        return Map.of(PARTITION_KEY, text(partitionKey), SORT_KEY, text(sortKey));
    }

    static Map<String, AttributeValue> key(Map<String, AttributeValue> item) {
        return key(text(item, PARTITION_KEY), text(item, SORT_KEY));
    }

    /** A new item with this key. */
    static Map<String, AttributeValue> withKey(String partitionKey, String sortKey) {
        return new HashMap<>(key(partitionKey, sortKey));
    }
}
