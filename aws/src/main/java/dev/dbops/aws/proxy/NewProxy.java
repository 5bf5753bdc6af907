package dev.dbops.aws.proxy;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import java.util.List;
import java.util.Optional;

/**
 * The settings of a new proxy.
 *
 * @param name its name; empty for the database's and "-proxy"
 * @param role the ARN of the IAM role by which it reads the secret
 * @param secret the secret that it logs in by, name or ARN; empty for the one that RDS keeps for the database
 * @param iamRequired whether its clients have to log in by tokens of IAM rather than by the secret's password
 * @param subnets where it is; empty for the subnets of the database
 * @param securityGroups what guards it; empty for those of the database
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
                    "a proxy reads the database's secret by an IAM role, and none is given",
                    "make one that rds.amazonaws.com may assume and that may secretsmanager:GetSecretValue (docs/aws.md"
                            + " has the commands), and pass --role ARN");
        }
        if (!role.startsWith("arn:") || !role.contains(":iam::") || !role.contains(":role/")) {
            throw new OpsException(
                    Kind.USAGE,
                    "\"%s\" is not the ARN of an IAM role (from --role)".formatted(role),
                    "it is like arn:aws:iam::ACCOUNT:role/NAME");
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
                        "give its id, such as %s0a1b2c3d4e5f67890".formatted(prefix));
            }
        }
    }
}
