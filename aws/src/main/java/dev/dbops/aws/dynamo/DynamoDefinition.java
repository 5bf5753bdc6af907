package dev.dbops.aws.dynamo;

import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughput;

/** The definition of a table to create. */
public final class DynamoDefinition {
    static final String ON_DEMAND = "on demand";

    private final CreateTableRequest request;

    DynamoDefinition(CreateTableRequest request) {
        this.request = request;
    }

    /** The name of the table, if the definition has one. */
    public Optional<String> name() {
        return Optional.ofNullable(request.tableName());
    }

    /** The same table with another name. */
    public DynamoDefinition withName(String name) {
        return new DynamoDefinition(request.toBuilder().tableName(name).build());
    }

    /** The same table, which is paid for by the request and has no provisioned capacity. */
    public DynamoDefinition onDemand() {
        var changed = request.toBuilder()
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .provisionedThroughput((ProvisionedThroughput) null);
        if (request.hasGlobalSecondaryIndexes()) {
            changed.globalSecondaryIndexes(request.globalSecondaryIndexes().stream()
                    .map(index -> index.toBuilder()
                            .provisionedThroughput((ProvisionedThroughput) null)
                            .build())
                    .toList());
        }
        return new DynamoDefinition(changed.build());
    }

    /** The same table, which is paid for by the hour; its indexes have the same capacity, each for itself. */
    public DynamoDefinition provisioned(long read, long write) {
        var capacity = ProvisionedThroughput.builder()
                .readCapacityUnits(read)
                .writeCapacityUnits(write)
                .build();
        var changed = request.toBuilder().billingMode(BillingMode.PROVISIONED).provisionedThroughput(capacity);
        if (request.hasGlobalSecondaryIndexes()) {
            changed.globalSecondaryIndexes(request.globalSecondaryIndexes().stream()
                    .map(index ->
                            index.toBuilder().provisionedThroughput(capacity).build())
                    .toList());
        }
        return new DynamoDefinition(changed.build());
    }

    /** Returns whether the definition says how the table is paid for, as DynamoDB requires. */
    public boolean hasCapacity() {
        return request.billingMode() == BillingMode.PAY_PER_REQUEST || request.provisionedThroughput() != null;
    }

    /** The capacity as messages name it: on demand, or 5 read and 5 write units. */
    public String capacity() {
        var provisioned = request.provisionedThroughput();
        return request.billingMode() == BillingMode.PAY_PER_REQUEST || provisioned == null
                ? ON_DEMAND
                : capacity(provisioned.readCapacityUnits(), provisioned.writeCapacityUnits());
    }

    static String capacity(long read, long write) {
        return "%d read and %d write capacity units".formatted(read, write);
    }

    CreateTableRequest request() {
        return request;
    }
}
