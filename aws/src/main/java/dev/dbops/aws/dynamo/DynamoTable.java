package dev.dbops.aws.dynamo;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.rds.WaitTimer;
import dev.dbops.text.Spelling;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.model.LimitExceededException;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

/** A table of DynamoDB, by its name. */
public final class DynamoTable {
    static final String DESCRIBE = "dynamodb:DescribeTable";

    private final Dynamo dynamo;
    private final String name;

    public DynamoTable(Dynamo dynamo, String name) {
        this.dynamo = dynamo;
        this.name = name;
    }

    /** The table's name. */
    public String name() {
        return name;
    }

    /** The connection to its DynamoDB. */
    public Dynamo dynamo() {
        return dynamo;
    }

    /** The table as messages name it. */
    public String description() {
        return "table \"%s\"".formatted(name);
    }

    /** The table's description; empty when there is no such table. */
    Optional<TableDescription> find() {
        return dynamo.call(DESCRIBE, () -> {
            try {
                return Optional.ofNullable(
                        dynamo.client().describeTable(r -> r.tableName(name)).table());
            } catch (ResourceNotFoundException _) {
                return Optional.empty();
            }
        });
    }

    /** Returns whether there is such a table, in any state. */
    public boolean exists() {
        return find().isPresent();
    }

    /**
     * Makes a request that needs the table.
     *
     * @param action the IAM action, such as dynamodb:Scan
     * @throws OpsException of kind USAGE when there is no such table; of kind FAILED when its state or a limit of the
     *     account forbids it
     */
    public <T> T call(String action, Supplier<T> request) {
        return dynamo.call(action, () -> {
            try {
                return request.get();
            } catch (ResourceNotFoundException e) {
                throw missing(e);
            } catch (ResourceInUseException e) {
                throw new OpsException(
                        Kind.FAILED,
                        "%s is being changed: %s"
                                .formatted(description(), e.awsErrorDetails().errorMessage()),
                        "wait until it is active, and try again",
                        e);
            } catch (LimitExceededException e) {
                throw new OpsException(
                        Kind.FAILED,
                        "a limit of the account is reached: "
                                + e.awsErrorDetails().errorMessage(),
                        "wait until other tables are created or deleted, or ask for a higher quota",
                        e);
            }
        });
    }

    /** The error for a table that does not exist. */
    OpsException missing(RuntimeException cause) {
        return missing("create it: db-ops ddb-create", cause);
    }

    /**
     * The error for a table that does not exist.
     *
     * @param remedy what to do when no table has a similar name
     */
    OpsException missing(String remedy, RuntimeException cause) {
        var names = new TableListing(dynamo)
                .all().stream().map(TableListing.Row::name).toList();
        var nearest = Spelling.nearest(name, names);
        return new OpsException(
                Kind.USAGE,
                "%s has no %s".formatted(dynamo.description(), description()),
                nearest.isEmpty()
                        ? remedy + "; db-ops ddb-list lists the tables"
                        : "did you mean \"%s\"?".formatted(nearest),
                cause);
    }

    /**
     * Waits until the table is active.
     *
     * @throws OpsException of kind TIMEOUT, or INTERRUPTED
     */
    public void awaitActive(WaitTimer timer) {
        await("ACTIVE", timer);
    }

    /**
     * Waits until the table does not exist any more.
     *
     * @throws OpsException of kind TIMEOUT, or INTERRUPTED
     */
    public void awaitGone(WaitTimer timer) {
        await("", timer);
    }

    /** Waits; a new table may be missing from the first answers, as one that is gone is. */
    private void await(String wanted, WaitTimer timer) {
        try {
            for (var state = state(); !state.equals(wanted); state = state()) {
                var now = state.isEmpty() ? "not visible yet" : state.toLowerCase(Locale.ROOT);
                timer.saw(description(), now);
                timer.pause(description(), "%s is still %s".formatted(description(), now), "db-ops ddb-list");
            }
        } finally {
            timer.over();
        }
    }

    private String state() {
        return find().map(TableDescription::tableStatusAsString).orElse("");
    }
}
