package dev.dbops.aws.parameter;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.provisioning.ProvisionedDatabases;
import dev.dbops.aws.provisioning.RdsCall;
import dev.dbops.aws.rds.DatabaseInstance.Type;
import dev.dbops.aws.rds.Waiter;
import java.util.List;
import java.util.function.Supplier;
import software.amazon.awssdk.services.rds.model.DBClusterMember;
import software.amazon.awssdk.services.rds.model.DBInstance;

/** Reboots an instance, or the members of a cluster, that parameters wait for. */
public final class ParameterReboot {
    private static final String AVAILABLE = "available";
    private static final String IN_SYNC = "in-sync";

    private final DatabaseGroups database;
    private final ProvisionedDatabases databases;

    public ParameterReboot(DatabaseGroups database) {
        this.database = database;
        this.databases = new ProvisionedDatabases(database.clients());
    }

    /** Returns whether a parameter waits for a reboot. */
    public boolean isNeeded() {
        return database.editable().stream().anyMatch(database::waitsForReboot);
    }

    /** Reboots each instance that waits, one after the other, and waits until it uses the parameters. */
    public void run(Waiter waiter) {
        for (var name : instances()) {
            await(name, waiter, AVAILABLE, () -> instance(name).dbInstanceStatus());
            RdsCall.of(
                    "rds:RebootDBInstance",
                    () -> database.clients().rds().rebootDBInstance(request -> request.dbInstanceIdentifier(name)));
            await(name, waiter, AVAILABLE, () -> state(instance(name)));
        }
    }

    private List<String> instances() {
        return database.database().type() == Type.CLUSTER
                ? databases.cluster(database.database().name()).orElseThrow(this::gone).dbClusterMembers().stream()
                        .map(DBClusterMember::dbInstanceIdentifier)
                        .toList()
                : List.of(database.database().name());
    }

    private DBInstance instance(String name) {
        return databases.instance(name).orElseThrow(this::gone);
    }

    /** An instance may still be called available for some seconds after the request. */
    private String state(DBInstance instance) {
        if (!instance.dbInstanceStatus().equals(AVAILABLE)) {
            return instance.dbInstanceStatus();
        }
        var status = instance.dbClusterIdentifier() == null
                ? instance.dbParameterGroups().getFirst().parameterApplyStatus()
                : memberStatus(instance);
        return status == null || status.equals(IN_SYNC) ? AVAILABLE : status;
    }

    private String memberStatus(DBInstance instance) {
        return databases.cluster(instance.dbClusterIdentifier()).orElseThrow(this::gone).dbClusterMembers().stream()
                .filter(member -> member.dbInstanceIdentifier().equals(instance.dbInstanceIdentifier()))
                .map(DBClusterMember::dbClusterParameterGroupStatus)
                .findFirst()
                .orElse(IN_SYNC);
    }

    private static void await(String name, Waiter waiter, String wanted, Supplier<String> state) {
        waiter.until("instance \"%s\"".formatted(name), wanted, "db-ops rds-status --instance " + name, state);
    }

    private OpsException gone() {
        return new OpsException(
                Kind.FAILED, database.database().description() + " no longer exists", "was it deleted?");
    }
}
