package dev.dbops.aws.dynamo.messages;

import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A message.
 *
 * @param groupUuid the UUID of its conversation
 * @param sortKey when it was sent, as the item has it
 * @param uuid the message's UUID
 * @param message the text
 * @param sender who sent it
 */
public record MessageRow(String groupUuid, String sortKey, String uuid, String message, MessageUser sender) {
    /** The beginning of the partition keys of these rows. */
    public static final String PREFIX = "MSG#";

    /** Reads an item. */
    public static MessageRow of(Map<String, AttributeValue> item) {
        return new MessageRow(
                Items.text(item, Items.PARTITION_KEY).replaceFirst("^" + PREFIX, ""),
                Items.text(item, Items.SORT_KEY),
                Items.text(item, Items.MESSAGE_UUID),
                Items.text(item, Items.MESSAGE),
                MessageUser.of(item));
    }

    /** The partition key of the messages of a conversation. */
    public static String partitionKey(String group) {
        return PREFIX + group;
    }

    /** The row as an item. */
    public Map<String, AttributeValue> item() {
        var item = Items.withKey(partitionKey(groupUuid), sortKey);
        item.put(Items.MESSAGE_UUID, Items.text(uuid));
        item.put(Items.MESSAGE, Items.text(message));
        sender.addTo(item);
        return item;
    }
}
