package dev.dbops.cli.dynamo;

import dev.dbops.aws.dynamo.TableListing;
import dev.dbops.cli.command.Command;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;

/** Lists the tables of DynamoDB. */
public final class DdbList implements Command, Runnable {
    private final Context context;
    private final DynamoOptions dynamoDb;

    public DdbList(Context context) {
        this.context = context;
        this.dynamoDb = new DynamoOptions(context);
    }

    @Override
    public void describe(CommandSpecBuilder model) {
        model.description("List the DynamoDB tables of a region, or of the emulator.");
        dynamoDb.describeTarget(model);
        model.footer("Example: db-ops ddb-list prod");
    }

    @Override
    public void run() {
        try (var dynamo = dynamoDb.open()) {
            context.output().print(new TableListing(dynamo).all(), dynamo.description() + " has no tables");
        }
    }
}
