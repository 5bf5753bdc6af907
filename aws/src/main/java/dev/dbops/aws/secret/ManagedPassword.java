package dev.dbops.aws.secret;

import dev.dbops.aws.AwsClients;
import dev.dbops.aws.provisioning.RdsCall;
import dev.dbops.aws.rds.DatabaseInstance.Type;

/**
 * Lets RDS keep the master password in Secrets Manager. A PostgreSQL database cannot be restored this way (restoring
 * with ManageMasterUserPassword is for Oracle only, says the RDS API reference), only modified when it is available.
 */
public final class ManagedPassword {
    private final AwsClients clients;
    private final Type type;
    private final String name;

    public ManagedPassword(AwsClients clients, Type type, String name) {
        this.clients = clients;
        this.type = type;
        this.name = name;
    }

    /** Sends the request; RDS creates the secret, and another password, some minutes later. */
    public void turnOn() {
        if (type == Type.CLUSTER) {
            RdsCall.of(
                    "rds:ModifyDBCluster",
                    () -> clients.rds()
                            .modifyDBCluster(request -> request.dbClusterIdentifier(name)
                                    .manageMasterUserPassword(true)
                                    .applyImmediately(true)));
        } else {
            RdsCall.of(
                    "rds:ModifyDBInstance",
                    () -> clients.rds()
                            .modifyDBInstance(request -> request.dbInstanceIdentifier(name)
                                    .manageMasterUserPassword(true)
                                    .applyImmediately(true)));
        }
    }

    /** The command that does the same. */
    public String command() {
        return "db-ops rds-secret --manage --instance " + name;
    }
}
