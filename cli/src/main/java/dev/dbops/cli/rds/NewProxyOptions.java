package dev.dbops.cli.rds;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.provisioning.ResourceTags;
import dev.dbops.aws.proxy.NewProxy;
import dev.dbops.cli.command.CommandSpecBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The options that describe a new proxy. */
final class NewProxyOptions {
    private String role = "";
    private Optional<String> secret = Optional.empty();
    private boolean iamRequired;
    private final List<String> subnets = new ArrayList<>();
    private final List<String> securityGroups = new ArrayList<>();

    private final TagOptions tags = new TagOptions();

    void describe(CommandSpecBuilder model) {
        model.option("--role", "ARN", "IAM role that the new proxy reads the secret with.", value -> role = value)
                .option(
                        "--proxy-secret",
                        "NAME",
                        "Secret of the new proxy's login, by name or ARN. Default: the one that RDS keeps.",
                        value -> secret = Optional.of(value))
                .flag(
                        "--require-iam",
                        "Require IAM tokens from clients of the new proxy.",
                        value -> iamRequired = value)
                .repeated(
                        "--subnet",
                        "ID",
                        "Subnet of the new proxy. May be repeated. Default: the database's.",
                        subnets::add)
                .repeated(
                        "--security-group",
                        "ID",
                        "VPC security group of the new proxy. May be repeated. Default: the database's.",
                        securityGroups::add);
        tags.describe(model);
    }

    /** The tags of the proxy. */
    ResourceTags tags() {
        return tags.tags();
    }

    /** The proxy that the options describe. */
    NewProxy proxy(Optional<String> name) {
        return new NewProxy(name, role, secret, iamRequired, subnets, securityGroups);
    }

    /** Throws an exception of kind USAGE when one of the options was given. */
    void refuse() {
        tags.refuseWithout("--create");
        if (!(role.isEmpty() && secret.isEmpty() && !iamRequired && subnets.isEmpty() && securityGroups.isEmpty())) {
            throw new OpsException(
                    Kind.USAGE,
                    "--role, --proxy-secret, --require-iam, --subnet and --security-group require --create",
                    "add --create");
        }
    }
}
