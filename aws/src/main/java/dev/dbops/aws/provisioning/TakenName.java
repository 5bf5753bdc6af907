package dev.dbops.aws.provisioning;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.AwsClients;
import dev.dbops.aws.rds.DatabaseInstance;
import dev.dbops.aws.rds.DatabaseInstances;

/**
 * Refuses the name for a new database when an instance or a cluster has it. RDS would allow one of each, but then
 * {@code --instance} would mean either.
 */
public final class TakenName {
    private TakenName() {}

    /**
     * @throws OpsException of kind USAGE when the name is taken
     */
    public static void refuse(AwsClients clients, String name) {
        var databases = new DatabaseInstances(clients);
        databases.instance(name).or(() -> databases.cluster(name)).ifPresent(taken -> {
            throw new OpsException(
                    Kind.USAGE,
                    "there is %s %s in %s already".formatted(article(taken), taken.description(), clients.region()),
                    "choose another name, or look at it: db-ops rds-status --instance " + taken.name());
        });
    }

    private static String article(DatabaseInstance taken) {
        return taken.type() == DatabaseInstance.Type.INSTANCE ? "an" : "a";
    }
}
