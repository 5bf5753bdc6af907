package dev.dbops.lambda.messages;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.dynamo.messages.MessageRow;
import dev.dbops.aws.dynamo.messages.SentMessage;
import dev.dbops.lambda.source.JsonTree;
import dev.dbops.lambda.source.SourceItem;
import java.util.List;
import java.util.Optional;

/**
 * A record of the stream (Amazon DynamoDB developer guide, "DynamoDB Streams and AWS Lambda triggers").
 *
 * @param item the record as the answer names it: by its sequence number
 * @param table the name of the table
 * @param message the message that was written; empty when the record is of another change
 * @param id the message's UUID; empty when it has none
 * @param fault why the message can never be shown
 */
record StreamRecord(
        SourceItem item, String table, Optional<SentMessage> message, String id, Optional<OpsException> fault) {
    private static final String HINT = "the items of messages have pk = MSG#UUID, sk and message, all of type S";

    /**
     * Reads a record.
     *
     * @throws OpsException of kind USAGE when the stream lacks what the function needs
     */
    static StreamRecord read(Object record) {
        var change = JsonTree.member(record, "dynamodb");
        var item = new SourceItem(JsonTree.text(change, "SequenceNumber"), "", 0, List.of());
        var table = table(JsonTree.text(record, "eventSourceARN"));
        var partition = text(JsonTree.member(change, "Keys"), "pk");
        if (!partition.startsWith(MessageRow.PREFIX)
                || JsonTree.text(record, "eventName").equals("REMOVE")) {
            return new StreamRecord(item, table, Optional.empty(), "", Optional.empty());
        }
        var image = JsonTree.member(change, "NewImage");
        if (image instanceof List<?>) {
            throw new OpsException(
                    Kind.USAGE,
                    "the records of table %s do not have the new item".formatted(table),
                    "set the StreamViewType of the table's stream to NEW_IMAGE");
        }
        var group = partition.substring(MessageRow.PREFIX.length());
        var message = new SentMessage(group, text(image, "sk"), text(image, "message"));
        return new StreamRecord(item, table, Optional.of(message), text(image, "message_uuid"), fault(message));
    }

    private static Optional<OpsException> fault(SentMessage message) {
        var missing = message.group().isEmpty()
                ? "conversation in its key"
                : message.sortKey().isEmpty() ? "sk" : message.text().isEmpty() ? "message" : "";
        return missing.isEmpty()
                ? Optional.empty()
                : Optional.of(new OpsException(Kind.USAGE, "the item of a message has no " + missing, HINT));
    }

    /** The value of an attribute of type S; empty for another one. */
    private static String text(Object image, String name) {
        return JsonTree.text(JsonTree.member(image, name), "S");
    }

    /** arn:aws:dynamodb:REGION:ACCOUNT:table/NAME/stream/TIME. */
    private static String table(String arn) {
        var parts = arn.split("[:/]");
        if (parts.length < 7) {
            throw new OpsException(
                    Kind.USAGE,
                    "the source of a record is not the stream of a table: \"%s\"".formatted(arn),
                    "make the function's event source mapping with the ARN of the table's stream");
        }
        return parts[6];
    }
}
