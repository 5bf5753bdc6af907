package dev.dbops.aws.dynamo.messages;

import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A conversation in the list of one of its users: each conversation has such a row for both.
 *
 * @param owner the UUID of the user whose list it is in
 * @param sortKey the time of the last message, as the item has it
 * @param groupUuid the conversation's UUID
 * @param message the last message
 * @param other the other user
 */
public record GroupRow(String owner, String sortKey, String groupUuid, String message, MessageUser other) {
    /** The beginning of the partition keys of these rows. */
    public static final String PREFIX = "GRP#";

    /** Reads an item. */
    public static GroupRow of(Map<String, AttributeValue> item) {
        return new GroupRow(
                Items.text(item, Items.PARTITION_KEY).replaceFirst("^" + PREFIX, ""),
                Items.text(item, Items.SORT_KEY),
                Items.text(item, Items.GROUP),
                Items.text(item, Items.MESSAGE),
                MessageUser.of(item));
    }

    /** The partition key of the conversations of a user. */
    public static String partitionKey(String user) {
        return PREFIX + user;
    }

    /** The row as an item. */
    public Map<String, AttributeValue> item() {
        var item = Items.withKey(partitionKey(owner), sortKey);
        item.put(Items.GROUP, Items.text(groupUuid));
        item.put(Items.MESSAGE, Items.text(message));
        other.addTo(item);
        return item;
    }
}
