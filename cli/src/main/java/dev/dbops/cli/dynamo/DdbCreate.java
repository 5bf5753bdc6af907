package dev.dbops.cli.dynamo;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.dynamo.DefinitionReader;
import dev.dbops.aws.dynamo.TableCreation;
import dev.dbops.cli.command.Command;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;

/** Creates a table of DynamoDB. */
public final class DdbCreate implements Command, Runnable {
    private boolean ifNotExists;
    private boolean printDefinition;

    private final Context context;
    private final DynamoOptions dynamoDb;
    private final DefinitionOptions definition;
    private final DynamoWaitOptions wait;

    public DdbCreate(Context context) {
        this.context = context;
        this.dynamoDb = new DynamoOptions(context);
        this.definition = new DefinitionOptions(context);
        this.wait = new DynamoWaitOptions(context);
    }

    @Override
    public void describe(CommandSpecBuilder model) {
        model.description("Create a DynamoDB table and wait until it is active.");
        definition.describe(model);
        model.flag(
                        "--print-definition",
                        "Print the definition of the messages table, to edit it, and create nothing.",
                        value -> printDefinition = value)
                .flag("--if-not-exists", "Succeed if the table already exists.", value -> ifNotExists = value);
        wait.describe(model);
        dynamoDb.describe(model);
        model.footer(
                "A definition has the members of aws dynamodb create-table --cli-input-yaml or",
                "--cli-input-json, or is a CloudFormation template with one table.",
                "",
                "Example: db-ops ddb-create --if-not-exists",
                "Example: db-ops ddb-create --on-demand prod");
    }

    @Override
    public void run() {
        if (printDefinition) {
            context.output().write(DefinitionReader.messagesText());
            return;
        }
        var wanted = definition.definition(dynamoDb);
        try (var dynamo = dynamoDb.open()) {
            dynamoDb.announce(dynamo);
            var creation = new TableCreation(dynamo, wanted);
            creation.require();
            if (context.dryRun()) {
                print(creation, creation.plan(), "would create");
            } else {
                print(creation, creation.run(wait.timer(dynamo)), "created");
            }
        }
    }

    private void print(TableCreation creation, TableCreation.Result result, String deed) {
        var table = creation.table().description();
        if (!result.created()) {
            if (!ifNotExists) {
                throw new OpsException(
                        Kind.FAILED,
                        "the %s already exists".formatted(table),
                        "pass --if-not-exists to accept it; to replace it, first delete it with all its items: db-ops"
                                + " ddb-drop");
            }
            creation.differences()
                    .forEach(difference -> context.notes().warning("%s differs: %s".formatted(table, difference)));
        }
        context.output()
                .print(
                        result,
                        result.created()
                                ? "%s %s, %s".formatted(deed, table, result.capacity())
                                : "%s already exists".formatted(table));
    }
}
