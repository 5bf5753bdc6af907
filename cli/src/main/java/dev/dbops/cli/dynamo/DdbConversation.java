package dev.dbops.cli.dynamo;

import dev.dbops.aws.dynamo.DynamoTable;
import dev.dbops.aws.dynamo.messages.Conversations;
import dev.dbops.aws.dynamo.messages.MessageRow;
import dev.dbops.aws.dynamo.messages.SeedFile;
import dev.dbops.cli.command.Command;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;
import java.util.Optional;

/** Prints the messages of a conversation. */
public final class DdbConversation implements Command, Runnable {
    private Optional<String> group = Optional.empty();

    private final Context context;
    private final DynamoOptions dynamoDb;
    private final MessageRangeOptions range = new MessageRangeOptions();

    public DdbConversation(Context context) {
        this.context = context;
        this.dynamoDb = new DynamoOptions(context);
    }

    @Override
    public void describe(CommandSpecBuilder model) {
        model.description("Print the messages of a conversation in DynamoDB, newest first.")
                .option(
                        "--conversation",
                        "UUID",
                        "UUID of the conversation, from ddb-conversations. Default: the one of ddb-seed.",
                        value -> group = Optional.of(value));
        range.describe(model, "messages");
        dynamoDb.describe(model);
        model.footer(
                "The consumed capacity is printed to standard error.",
                "",
                "Example: db-ops ddb-conversation --limit 5");
    }

    /**
     * A message.
     *
     * @param time when it was sent
     * @param handle the handle of the sender
     * @param message the text
     * @param messageUuid the message's UUID
     */
    private record Row(String time, String handle, String message, String messageUuid) {
        private Row(MessageRow row) {
            this(row.sortKey(), row.sender().handle(), row.message(), row.uuid());
        }
    }

    @Override
    public void run() {
        var wanted = range.range();
        var uuid = group.orElseGet(() -> SeedFile.own().getFirst().group());
        try (var dynamo = dynamoDb.open()) {
            var conversations = new Conversations(new DynamoTable(dynamo, dynamoDb.table()));
            var rows = conversations.messages(uuid, wanted);
            context.output().print(rows.stream().map(Row::new).toList(), "the conversation has no such messages");
            context.notes().note(conversations.consumed());
        }
    }
}
