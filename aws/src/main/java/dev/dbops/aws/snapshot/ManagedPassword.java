package dev.dbops.aws.snapshot;

import dev.dbops.aws.AwsClients;
import dev.dbops.aws.provisioning.RdsCall;
import dev.dbops.aws.rds.DatabaseInstance.Type;

/**
 * Lets RDS keep the master password in Secrets Manager. A PostgreSQL database cannot be restored this way (restoring
 * with ManageMasterUserPassword is for Oracle only, says the RDS API reference), only modified when it is available.
 */
final class ManagedPassword {
    private final AwsClients clients;
    private final Type type;
    private final String name;

    ManagedPassword(AwsClients clients, Type type, String name) {
        this.clients = clients;
        this.type = type;
        this.name = name;
    }

    /**
     * Modifies the restored database.
     *
     * @param later the settings that an instance gets with the same request
     */
    void turnOn(LaterSettings later) {
        if (type == Type.INSTANCE) {
            later.apply(clients, name, true);
            return;
        }
        RdsCall.of(
                "rds:ModifyDBCluster",
                () -> clients.rds()
                        .modifyDBCluster(request -> request.dbClusterIdentifier(name)
                                .manageMasterUserPassword(true)
                                .applyImmediately(true)));
    }

    /** The command that does the same. */
    String command() {
        return "aws rds modify-db-%s --db-%s-identifier %s --manage-master-user-password --apply-immediately"
                .formatted(type, type, name);
    }
}
