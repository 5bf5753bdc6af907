package dev.dbops.aws.parameter;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.provisioning.ProvisionedDatabases;
import dev.dbops.aws.provisioning.RdsCall;
import dev.dbops.aws.rds.DatabaseInstance.Type;
import dev.dbops.aws.rds.Waiter;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import software.amazon.awssdk.services.rds.model.DBClusterMember;
import software.amazon.awssdk.services.rds.model.DBInstance;

/** Reboots an instance, or the members of a cluster, that parameters wait for. */
public final class ParameterReboot {
    private static final String AVAILABLE = "available";
    private static final String IN_SYNC = "in-sync";
    private static final String PENDING = "pending-reboot";

    /** AWS reports the wait for a reboot some seconds after the change; after these, it is rebooted in any case. */
    private static final int MOST_LOOKS = 10;

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
            var readiness = new Readiness(name);
            await(name, waiter, AVAILABLE, readiness::state);
            RdsCall.of(
                    "rds:RebootDBInstance",
                    () -> database.clients().rds().rebootDBInstance(request -> request.dbInstanceIdentifier(name)));
            await(name, waiter, AVAILABLE, () -> state(instance(name)));
        }
    }

    /** The wait before a reboot: a reboot before AWS has assigned the parameters would be in vain. */
    private final class Readiness {
        private final String name;
        private int looks;

        private Readiness(String name) {
            this.name = name;
        }

        private String state() {
            var instance = instance(name);
            if (!instance.dbInstanceStatus().equals(AVAILABLE)) {
                return instance.dbInstanceStatus();
            }
            var status = parameterStatus(instance);
            looks++;
            return status.equals(PENDING) || looks > MOST_LOOKS ? AVAILABLE : "applying parameters";
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
        var status = parameterStatus(instance);
        return status.equals(IN_SYNC) ? AVAILABLE : status;
    }

    private String parameterStatus(DBInstance instance) {
        return instance.dbClusterIdentifier() == null
                ? instance.dbParameterGroups().getFirst().parameterApplyStatus()
                : memberStatus(instance);
    }

    private String memberStatus(DBInstance instance) {
        return databases.cluster(instance.dbClusterIdentifier()).orElseThrow(this::gone).dbClusterMembers().stream()
                .filter(member -> member.dbInstanceIdentifier().equals(instance.dbInstanceIdentifier()))
                .map(DBClusterMember::dbClusterParameterGroupStatus)
                .filter(Objects::nonNull)
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
