package dev.dbops.cli.dynamo;

import dev.dbops.aws.dynamo.Dynamo;
import dev.dbops.aws.dynamo.DynamoTable;
import dev.dbops.aws.dynamo.TableDrop;
import dev.dbops.cli.command.Command;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;

/** Drops a table of DynamoDB with its items. */
public final class DdbDrop implements Command, Runnable {
    private boolean ifExists;

    private final Context context;
    private final DynamoOptions dynamoDb;
    private final DynamoWaitOptions wait;

    public DdbDrop(Context context) {
        this.context = context;
        this.dynamoDb = new DynamoOptions(context);
        this.wait = new DynamoWaitOptions(context);
    }

    @Override
    public void describe(CommandSpecBuilder model) {
        model.description("Drop a DynamoDB table with all its items.")
                .flag("--if-exists", "Succeed if there is no such table.", value -> ifExists = value);
        wait.describe(model);
        dynamoDb.describe(model);
        model.footer(
                "Confirm at the prompt, or pass --yes.",
                "A table at AWS, or of a named environment, requires the table's name instead:",
                "type it, or pass --confirm NAME.",
                "",
                "Example: db-ops ddb-drop --yes");
    }

    /**
     * The result.
     *
     * @param table the table's name
     * @param dropped false when there was none
     */
    private record Result(String table, boolean dropped) {}

    @Override
    public void run() {
        try (var dynamo = dynamoDb.open()) {
            dynamoDb.announce(dynamo);
            var table = new DynamoTable(dynamo, dynamoDb.table());
            var drop = new TableDrop(table);
            if (!drop.isThere() && ifExists) {
                print(table, false, "there is no %s");
                return;
            }
            drop.require();
            if (context.dryRun()) {
                context.confirmation().refuseOtherName("table", table.name());
                print(table, true, "would drop %s");
                return;
            }
            confirm(dynamo, table, drop.deed());
            drop.run();
            table.awaitGone(wait.timer(dynamo));
            print(table, true, "dropped %s");
        }
    }

    private void confirm(Dynamo dynamo, DynamoTable table, String deed) {
        if (dynamo.target().isProtected()) {
            context.confirmation().requireNamed(deed, "table", table.name());
        } else {
            context.confirmation().requireYes(deed, "table", table.name());
        }
    }

    private void print(DynamoTable table, boolean dropped, String sentence) {
        context.output().print(new Result(table.name(), dropped), sentence.formatted(table.description()));
    }
}
