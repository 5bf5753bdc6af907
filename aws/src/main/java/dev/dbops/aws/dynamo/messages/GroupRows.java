package dev.dbops.aws.dynamo.messages;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The rows of a conversation, as the index shows them: it may lag behind the table. */
final class GroupRows {
    /** Each conversation is in the lists of two users. */
    private static final int USERS = 2;

    /** By partition key: the rows in the list of one user, the newest first. */
    private final Map<String, List<Map<String, AttributeValue>>> ofUsers = new TreeMap<>();

    /** @param items the items of the conversation, in any order */
    GroupRows(List<Map<String, AttributeValue>> items) {
        for (var item : items) {
            var key = Items.text(item, Items.PARTITION_KEY);
            if (key.startsWith(GroupRow.PREFIX)) {
                ofUsers.computeIfAbsent(key, _ -> new ArrayList<>()).add(item);
            }
        }
        for (var rows : ofUsers.values()) {
            rows.sort((one, other) ->
                    MessageTime.compare(Items.text(other, Items.SORT_KEY), Items.text(one, Items.SORT_KEY)));
        }
    }

    boolean isEmpty() {
        return ofUsers.isEmpty();
    }

    boolean isComplete() {
        return ofUsers.size() >= USERS;
    }

    /** The row of each user. */
    List<Map<String, AttributeValue>> newest() {
        return ofUsers.values().stream().map(List::getFirst).toList();
    }

    /** Further rows of the same user: the index still shows what was deleted, or a program has doubled the row. */
    List<Map<String, AttributeValue>> older(Map<String, AttributeValue> newest) {
        var rows = ofUsers.get(Items.text(newest, Items.PARTITION_KEY));
        return rows.subList(1, rows.size());
    }
}
