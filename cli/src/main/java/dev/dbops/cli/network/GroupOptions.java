package dev.dbops.cli.network;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.network.AddressScope;
import dev.dbops.aws.network.SecurityGroupRule;
import dev.dbops.aws.network.SecurityGroupRules;
import dev.dbops.aws.rds.DatabaseInstances;
import dev.dbops.aws.rds.InstanceReference;
import dev.dbops.cli.aws.InstanceOptions;
import dev.dbops.cli.command.CommandSpecBuilder;
import dev.dbops.cli.command.Context;
import dev.dbops.cli.command.NumberRange;
import dev.dbops.target.ConnectionTarget;
import java.util.List;
import java.util.Optional;

/**
 * The security groups and the port that a command works on: the group of {@code --group}, else of DB_SG_ID, else the
 * groups that guard the instance; the port of {@code --port}, else of the connection URL, else the instance's.
 */
final class GroupOptions {
    static final String VARIABLE = "DB_SG_ID";

    private static final int POSTGRESQL_PORT = 5432;
    private static final int LARGEST_PORT = 65_535;

    private String group = "";
    private Optional<Integer> port = Optional.empty();

    private final Context context;
    private final InstanceOptions instance;

    GroupOptions(Context context) {
        this.context = context;
        this.instance = new InstanceOptions(context);
    }

    void describe(CommandSpecBuilder model) {
        instance.describe(model);
        describeGroup(model);
    }

    /** Describes the options, without the environment as an argument. */
    void describeWithoutEnvironment(CommandSpecBuilder model) {
        instance.describeOptions(model);
        describeGroup(model);
    }

    private void describeGroup(CommandSpecBuilder model) {
        model.option(
                        "--group",
                        "SG",
                        "Security group, by its ID (sg-). Default: " + VARIABLE + ", else the instance's.",
                        value -> group = value)
                .number(
                        "--port",
                        "PORT",
                        "Port of the database. Default: the connection URL's, else the instance's.",
                        new NumberRange(1, LARGEST_PORT, "PostgreSQL's default port is 5432"),
                        value -> port = Optional.of(value));
    }

    /**
     * The groups and the port.
     *
     * @throws OpsException of kind USAGE when no option or variable names them, or the instance does not exist
     */
    GuardedPort open() {
        var named = group.isEmpty() ? context.variable(VARIABLE) : group;
        if (!named.isEmpty()) {
            var source = group.isEmpty() ? VARIABLE : "--group";
            requireId(named, "sg-", "a security group", source);
            var clients = instance.clients();
            return new GuardedPort(clients, List.of(named), portBefore(POSTGRESQL_PORT), source);
        }
        return ofInstance();
    }

    /** Opens the group of the rule with this ID, unless an option or a variable names the group. */
    GuardedPort openFor(String rule, String source) {
        if (!group.isEmpty() || !context.variable(VARIABLE).isEmpty()) {
            return open();
        }
        var clients = instance.clients();
        try {
            var found = new SecurityGroupRules(clients).find(rule, source);
            return new GuardedPort(clients, List.of(found.group()), portBefore(portOf(found)), source);
        } catch (RuntimeException e) {
            clients.close();
            throw e;
        }
    }

    private GuardedPort ofInstance() {
        var reference = reference();
        var clients = instance.clients(reference);
        try {
            var found = new DatabaseInstances(clients).find(reference);
            if (found.securityGroups().isEmpty()) {
                throw new OpsException(
                        Kind.FAILED,
                        found.description() + " has no VPC security group",
                        "pass one with --group sg-..., or set " + VARIABLE);
            }
            var number = portBefore(found.port());
            if (number == 0) {
                throw new OpsException(
                        Kind.FAILED,
                        "%s is %s, and has no endpoint and no port yet".formatted(found.description(), found.state()),
                        "wait until it is available, or pass --port %d".formatted(POSTGRESQL_PORT));
            }
            return new GuardedPort(clients, found.securityGroups(), number, found.description(), found.isPrivate());
        } catch (RuntimeException e) {
            clients.close();
            throw e;
        }
    }

    /** The instance; without one, the hint suggests the group instead. */
    private InstanceReference reference() {
        try {
            return instance.reference();
        } catch (OpsException e) {
            throw e.withHint(
                    e.hint().map(hint -> hint + "; or pass the group: ").orElse("pass the group: ")
                            + "--group sg-..., or set " + VARIABLE);
        }
    }

    /** The port of the option or the URL, else the other port. */
    private int portBefore(int other) {
        if (port.isPresent()) {
            return port.get();
        }
        var url = group.isEmpty() && context.variable(VARIABLE).isEmpty() ? instance.url() : instance.target();
        return url.flatMap(GroupOptions::port).orElse(other);
    }

    /** The first host's port; empty for this machine, whose port may be a tunnel's. */
    private static Optional<Integer> port(ConnectionTarget target) {
        var host = target.hosts().getFirst();
        return AddressScope.isThisMachine(host.host()) ? Optional.empty() : Optional.of(host.port());
    }

    private static int portOf(SecurityGroupRule rule) {
        return rule.fromPort() > 0 && rule.fromPort() == rule.toPort() ? rule.fromPort() : POSTGRESQL_PORT;
    }

    /**
     * Checks an EC2 ID: its prefix and 8 to 17 hexadecimal digits.
     *
     * @throws OpsException of kind USAGE when it is not valid
     */
    static void requireId(String id, String prefix, String thing, String source) {
        var digits = id.startsWith(prefix) ? id.length() - prefix.length() : 0;
        var legal = digits >= 8 && digits <= 17;
        for (var i = prefix.length(); legal && i < id.length(); i++) {
            legal = Character.digit(id.charAt(i), 16) >= 0 && !Character.isUpperCase(id.charAt(i));
        }
        if (!legal) {
            throw new OpsException(
                    Kind.USAGE,
                    "\"%s\" is not the id of %s (from %s)".formatted(id, thing, source),
                    "an ID is %s and hexadecimal digits, as in %s0a1b2c3d4e5f60718".formatted(prefix, prefix));
        }
    }
}
