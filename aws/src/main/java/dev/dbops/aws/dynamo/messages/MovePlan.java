package dev.dbops.aws.dynamo.messages;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/**
 * The transaction that moves the rows of a conversation to a message.
 *
 * <p>A row's key has the time of the last message, so to move a row is to delete it and to put it again. The transaction
 * deletes a row only if it is there, and puts one for each row that it deletes: whatever the index showed, and whoever
 * else moves rows at the same moment, the number of rows of a user never changes. A row only ever moves to a later time.
 */
final class MovePlan {
    private static final String IS_THERE = "attribute_exists(#pk) AND #group = :group";
    private static final String IS_FREE = "attribute_not_exists(#pk) OR #group = :group";
    private static final String IS_SENT = "#message = :message";

    private final String table;
    private final SentMessage message;
    private final String sortKey;
    private final List<TransactWriteItem> actions = new ArrayList<>();
    private final Set<Integer> puts = new HashSet<>();

    /**
     * Plans the moves of the rows that show an older message, or this one as it was before a change.
     *
     * @param sortKey the new sort key of the rows: that of the message, or one directly after it
     */
    MovePlan(String table, SentMessage message, String sortKey, GroupRows rows) {
        this.table = table;
        this.message = message;
        this.sortKey = sortKey;
        for (var row : rows.newest()) {
            var order = MessageTime.compare(Items.text(row, Items.SORT_KEY), message.sortKey());
            if (order < 0) {
                move(row, rows.older(row));
            } else if (order == 0 && !Items.text(row, Items.MESSAGE).equals(message.text())) {
                replace(row);
            }
        }
        if (!actions.isEmpty()) {
            requireMessage();
        }
    }

    boolean isEmpty() {
        return actions.isEmpty();
    }

    /** The actions; the last one checks that the message is still as it was sent. */
    List<TransactWriteItem> actions() {
        return actions;
    }

    /** Returns whether the action at this place puts a row where none is expected. */
    boolean isPut(int place) {
        return puts.contains(place);
    }

    private void move(Map<String, AttributeValue> row, List<Map<String, AttributeValue>> older) {
        delete(row, IS_THERE);
        // an older row may be gone already, which does not cancel the transaction
        older.forEach(doubled -> delete(doubled, IS_FREE));
        puts.add(actions.size());
        put(row, sortKey, IS_FREE);
    }

    private void replace(Map<String, AttributeValue> row) {
        put(row, message.sortKey(), IS_THERE);
    }

    private void delete(Map<String, AttributeValue> row, String condition) {
        actions.add(TransactWriteItem.builder()
                .delete(delete -> delete.tableName(table)
                        .key(Items.key(row))
                        .conditionExpression(condition)
                        .expressionAttributeNames(Map.of("#pk", Items.PARTITION_KEY, "#group", Items.GROUP))
                        .expressionAttributeValues(Map.of(":group", Items.text(message.group()))))
                .build());
    }

    private void put(Map<String, AttributeValue> row, String time, String condition) {
        var item = new HashMap<>(row);
        item.put(Items.SORT_KEY, Items.text(time));
        item.put(Items.MESSAGE, Items.text(message.text()));
        actions.add(TransactWriteItem.builder()
                .put(put -> put.tableName(table)
                        .item(item)
                        .conditionExpression(condition)
                        .expressionAttributeNames(Map.of("#pk", Items.PARTITION_KEY, "#group", Items.GROUP))
                        .expressionAttributeValues(Map.of(":group", Items.text(message.group()))))
                .build());
    }

    /** A repeated record of a message that was changed since must not restore its old text. */
    private void requireMessage() {
        actions.add(TransactWriteItem.builder()
                .conditionCheck(check -> check.tableName(table)
                        .key(Items.key(MessageRow.partitionKey(message.group()), message.sortKey()))
                        .conditionExpression(IS_SENT)
                        .expressionAttributeNames(Map.of("#message", Items.MESSAGE))
                        .expressionAttributeValues(Map.of(":message", Items.text(message.text()))))
                .build());
    }
}
