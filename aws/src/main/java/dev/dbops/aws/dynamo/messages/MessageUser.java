package dev.dbops.aws.dynamo.messages;

import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A user as items name one: the sender of a message, or the other user of a conversation.
 *
 * @param uuid the user's UUID in PostgreSQL
 * @param displayName the name that is shown
 * @param handle the handle, without the sign before it
 */
public record MessageUser(String uuid, String displayName, String handle) {
    private static final String UUID = "user_uuid";
    private static final String NAME = "user_display_name";
    private static final String HANDLE = "user_handle";

    static MessageUser of(Map<String, AttributeValue> item) {
        return new MessageUser(Items.text(item, UUID), Items.text(item, NAME), Items.text(item, HANDLE));
    }

    void addTo(Map<String, AttributeValue> item) {
        item.put(UUID, Items.text(uuid));
        item.put(NAME, Items.text(displayName));
        item.put(HANDLE, Items.text(handle));
    }
}
