package dev.dbops.aws.provisioning;

import dev.dbops.aws.AwsClients;

/**
 * The command that deletes a database that was just created, and so is empty. It names the region: another one may have
 * a database of the same name, which does hold something.
 */
public final class Removal {
    private Removal() {}

    public static String of(AwsClients clients, String name) {
        return "db-ops rds-delete --instance %s --region %s --no-final-snapshot --disable-deletion-protection --confirm %s"
                .formatted(name, clients.region(), name);
    }
}
