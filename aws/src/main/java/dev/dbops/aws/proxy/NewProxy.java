package dev.dbops.aws.proxy;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import java.util.List;
import java.util.Optional;

/**
 * The settings of a new proxy.
 *
 * @param name its name; empty for the name of the database with "-proxy"
 * @param role the ARN of the IAM role that it reads the secret with
 * @param secret the secret that it logs in with, by name or ARN; empty for the secret that RDS keeps for the database
 * @param iamRequired whether its clients have to log in with IAM tokens instead of the password
 * @param subnets its subnets; empty for the subnets of the database
 * @param securityGroups its security groups; empty for those of the database
 */
public record NewProxy(
        Optional<String> name,
        String role,
        Optional<String> secret,
        boolean iamRequired,
        List<String> subnets,
        List<String> securityGroups) {

    /**
     * @throws OpsException of kind USAGE when a setting is not valid
     */
    public NewProxy {
        subnets = List.copyOf(subnets);
        securityGroups = List.copyOf(securityGroups);
        if (role.isEmpty()) {
            throw new OpsException(
                    Kind.USAGE,
                    "a proxy needs an IAM role that may read the database's secret",
                    "create a role that rds.amazonaws.com may assume and that allows secretsmanager:GetSecretValue"
                            + " (docs/aws.md has the commands), and pass --role ARN");
        }
        if (!role.startsWith("arn:") || !role.contains(":iam::") || !role.contains(":role/")) {
            throw new OpsException(
                    Kind.USAGE,
                    "\"%s\" is not the ARN of an IAM role (from --role)".formatted(role),
                    "an ARN has the form arn:aws:iam::ACCOUNT:role/NAME");
        }
        checkIds(subnets, "subnet-", "subnet", "--subnet");
        checkIds(securityGroups, "sg-", "security group", "--security-group");
    }

    private static void checkIds(List<String> ids, String prefix, String what, String option) {
        for (var id : ids) {
            if (!id.startsWith(prefix)) {
                throw new OpsException(
                        Kind.USAGE,
                        "\"%s\" is not the id of a %s (from %s)".formatted(id, what, option),
                        "pass its id, such as %s0a1b2c3d4e5f67890".formatted(prefix));
            }
        }
    }
}
