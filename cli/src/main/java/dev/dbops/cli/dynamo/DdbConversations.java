package dev.dbops.cli.dynamo;

import dev.dbops.aws.dynamo.DynamoTable;
import dev.dbops.aws.dynamo.messages.Conversations;
import dev.dbops.aws.dynamo.messages.GroupRow;
import dev.dbops.cli.command.Command;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;

/** Lists the conversations of a user. */
public final class DdbConversations implements Command, Runnable {
    private final Context context;
    private final DynamoOptions dynamoDb;
    private final MessageUserOptions users;
    private final MessageRangeOptions range = new MessageRangeOptions();

    public DdbConversations(Context context) {
        this.context = context;
        this.dynamoDb = new DynamoOptions(context);
        this.users = new MessageUserOptions(context);
    }

    @Override
    public void describe(CommandSpecBuilder model) {
        model.description("List the conversations of a user in DynamoDB, newest first.");
        users.describeOne(model);
        range.describe(model, "conversations");
        dynamoDb.describe(model);
        model.footer(
                "The consumed capacity is printed to standard error.",
                "",
                "Example: db-ops ddb-conversations --user ada");
    }

    /**
     * A conversation.
     *
     * @param conversation its UUID
     * @param time the time of its last message
     * @param handle the handle of the other user
     * @param displayName the name of the other user
     * @param message the last message
     */
    private record Row(String conversation, String time, String handle, String displayName, String message) {
        private Row(GroupRow row) {
            this(
                    row.groupUuid(),
                    row.sortKey(),
                    row.other().handle(),
                    row.other().displayName(),
                    row.message());
        }
    }

    @Override
    public void run() {
        var wanted = range.range();
        try (var dynamo = dynamoDb.open()) {
            var conversations = new Conversations(new DynamoTable(dynamo, dynamoDb.table()));
            var rows = conversations.ofUser(users.uuid(), wanted);
            context.output().print(rows.stream().map(Row::new).toList(), "the user has no such conversations");
            context.notes().note(conversations.consumed());
        }
    }
}
