package dev.dbops.aws.dynamo;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

/** Drops a table with its items. */
public final class TableDrop {
    private static final String DELETE = "dynamodb:DeleteTable";

    private final DynamoTable table;
    private final Optional<TableDescription> found;

    /** Looks at the table. */
    public TableDrop(DynamoTable table) {
        this.table = table;
        this.found = table.find();
    }

    /** Returns whether there is a table to drop. */
    public boolean isThere() {
        return found.isPresent();
    }

    /**
     * Refuses a table that does not exist.
     *
     * @throws OpsException of kind USAGE
     */
    public void require() {
        if (found.isEmpty()) {
            throw table.missing("pass --if-exists to accept that", null);
        }
    }

    /** The action, a phrase that follows "this will". DynamoDB counts items every six hours or so. */
    public String deed() {
        var items = found.map(TableDescription::itemCount).orElse(0L);
        return "drop %s and all its items (%s) at %s"
                .formatted(
                        table.description(),
                        items == 0 ? "not counted yet" : "about %,d".formatted(items),
                        found.map(TableDescription::tableArn)
                                .orElse(table.dynamo().description()));
    }

    /**
     * Drops the table, which then is being deleted.
     *
     * @throws OpsException of kind REFUSED when its deletion protection is on
     */
    public void run() {
        if (found.map(TableDescription::deletionProtectionEnabled).orElse(false)) {
            throw isProtected(null);
        }
        table.call(DELETE, () -> {
            try {
                return table.dynamo().client().deleteTable(r -> r.tableName(table.name()));
            } catch (DynamoDbException e) {
                // it was turned on meanwhile
                throw e.getMessage().contains("deletion protection") ? isProtected(e) : e;
            }
        });
    }

    private OpsException isProtected(RuntimeException cause) {
        return new OpsException(
                Kind.REFUSED,
                "the deletion protection of %s is on".formatted(table.description()),
                "turn it off first: aws dynamodb update-table --table-name %s --no-deletion-protection-enabled"
                        .formatted(table.name()),
                cause);
    }
}
