package dev.dbops.aws.dynamo;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.rds.WaitTimer;
import java.util.List;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

/** Creates a table. */
public final class TableCreation {
    private static final String CREATE = "dynamodb:CreateTable";

    private final DynamoTable table;
    private final DynamoDefinition definition;

    /**
     * @param definition the definition, which has a name
     */
    public TableCreation(Dynamo dynamo, DynamoDefinition definition) {
        this.table = new DynamoTable(dynamo, definition.name().orElseThrow());
        this.definition = definition;
    }

    /**
     * A table as the result of a command.
     *
     * @param table its name
     * @param created false if it already existed
     * @param capacity its capacity
     * @param arn its ARN; empty when it was not created
     */
    public record Result(String table, boolean created, String capacity, String arn) {}

    /** The table that is to be created. */
    public DynamoTable table() {
        return table;
    }

    /**
     * Creates the table and waits until it is active. A table that exists is left as it is, and waited for if another
     * command is creating it.
     *
     * @throws OpsException of kind FAILED when DynamoDB refuses the definition; TIMEOUT, or INTERRUPTED
     */
    public Result run(WaitTimer timer) {
        var created = create();
        table.awaitActive(timer);
        var found = table.find().orElseThrow(() -> table.missing(null));
        return new Result(table.name(), created, capacity(found), found.tableArn() == null ? "" : found.tableArn());
    }

    /** The result of a run that creates nothing. */
    public Result plan() {
        return new Result(table.name(), !table.exists(), definition.capacity(), "");
    }

    /** DynamoDB reports a name that is taken as it reports a table that is being changed. */
    private boolean create() {
        return table.call(CREATE, () -> {
            try {
                table.dynamo().client().createTable(definition.request());
                return true;
            } catch (ResourceInUseException _) {
                return false;
            }
        });
    }

    /** Refuses a definition without a capacity before anything is asked. */
    public void require() {
        if (!definition.hasCapacity()) {
            throw new OpsException(
                    Kind.USAGE,
                    "the definition of %s has no capacity".formatted(table.description()),
                    "pass --on-demand, or --read-capacity N --write-capacity N, or add BillingMode to the definition");
        }
    }

    /**
     * The differences between the table that exists and the definition: those of its keys and indexes.
     *
     * @return sentences; empty when there are none, or there is no table
     */
    public List<String> differences() {
        return table.find()
                .map(found -> TableDifferences.between(found, definition.request()))
                .orElse(List.of());
    }

    /** A table that is paid for by the request has a capacity of zero. */
    private static String capacity(TableDescription found) {
        var provisioned = found.provisionedThroughput();
        return provisioned == null || provisioned.readCapacityUnits() == 0
                ? DynamoDefinition.ON_DEMAND
                : DynamoDefinition.capacity(provisioned.readCapacityUnits(), provisioned.writeCapacityUnits());
    }
}
