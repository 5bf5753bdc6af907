package dev.dbops.cli.dynamo;

import dev.dbops.aws.dynamo.Dynamo;
import dev.dbops.aws.dynamo.DynamoTable;
import dev.dbops.aws.dynamo.TableCreation;
import dev.dbops.aws.dynamo.messages.ConversationSeed;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;
import dev.dbops.postgres.Database;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** The table of messages that {@code prepare} creates and fills: ddb-create and ddb-seed with their defaults. */
public final class MessageTableOptions {
    private final Context context;
    private final DynamoOptions dynamoDb;
    private final DefinitionOptions definition;
    private final MessageUserOptions users;
    private final SeedFileOptions file;
    private final DynamoWaitOptions wait;
    private boolean skipped;

    public MessageTableOptions(Context context) {
        this.context = context;
        this.dynamoDb = new DynamoOptions(context);
        this.definition = new DefinitionOptions(context);
        this.users = new MessageUserOptions(context);
        this.file = new SeedFileOptions(context);
        this.wait = new DynamoWaitOptions(context);
    }

    /** Describes the options; after the command's own arguments, because the environment is the last one. */
    public void describe(CommandSpecBuilder model) {
        model.flag("--no-dynamodb", "Leave out the table of messages.", value -> skipped = value);
        users.describePair(model);
        dynamoDb.describe(model);
    }

    /** Returns whether there is to be a table of messages. */
    public boolean isWanted() {
        return !skipped;
    }

    /** The table's name. */
    public String table() {
        return dynamoDb.table();
    }

    /**
     * Opens the DynamoDB that will have the table. The caller closes it.
     *
     * @throws dev.dbops.OpsException when it cannot be reached
     */
    public Dynamo open() {
        users.requireTwo();
        var dynamo = dynamoDb.open();
        dynamoDb.announce(dynamo);
        return dynamo;
    }

    /** Returns whether the table is there. */
    public boolean exists(Dynamo dynamo) {
        return new DynamoTable(dynamo, dynamoDb.table()).exists();
    }

    /** Creates the table if it does not exist. */
    public TableCreation.Result create(Dynamo dynamo) {
        return new TableCreation(dynamo, definition.definition(dynamoDb)).run(wait.timer(dynamo));
    }

    /** Writes the example conversation between two users of the database; a repetition adds no items. */
    public ConversationSeed.Result seed(Dynamo dynamo, Database database) {
        var seed = new ConversationSeed(new DynamoTable(dynamo, dynamoDb.table()), RandomGenerator.getDefault());
        return seed.write(file.read(), users.user(database), users.other(database), Optional.empty());
    }
}
