package dev.dbops.aws.secret;

import dev.dbops.aws.AwsClients;
import dev.dbops.aws.provisioning.RdsCall;
import dev.dbops.aws.rds.DatabaseInstance.Type;
import dev.dbops.aws.rds.DatabaseInstances;
import dev.dbops.aws.rds.Waiter;
import java.util.Optional;
import software.amazon.awssdk.services.rds.model.DBCluster;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.MasterUserSecret;

/**
 * Lets RDS keep the master password in Secrets Manager. A PostgreSQL database cannot be restored this way (restoring
 * with ManageMasterUserPassword is for Oracle only, says the RDS API reference), only modified when it is available.
 */
public final class ManagedPassword {
    private static final String ACTIVE = "active";

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

    /**
     * Waits until RDS keeps the password in a secret of this database.
     *
     * @param former the secret of the source, which RDS may report for some time
     */
    public void await(String former, Waiter waiter) {
        waiter.until(
                "the secret of %s \"%s\"".formatted(type, name),
                ACTIVE,
                "db-ops rds-status --instance " + name,
                () -> secret().filter(secret -> !former.equals(secret.secretArn()))
                        .map(secret ->
                                Optional.ofNullable(secret.secretStatus()).orElse(ACTIVE))
                        .orElse("missing"));
    }

    private Optional<MasterUserSecret> secret() {
        var databases = new DatabaseInstances(clients);
        return type == Type.CLUSTER
                ? databases.describeCluster(name).map(DBCluster::masterUserSecret)
                : databases.describeInstance(name).map(DBInstance::masterUserSecret);
    }

    /** The command that does the same. */
    public String command() {
        return "db-ops rds-secret --manage --instance " + name;
    }
}
