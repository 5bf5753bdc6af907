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
 * Which security groups and which port a command is about: the group of {@code --group}, else of DB_SG_ID, else the
 * ones that guard the instance; the port of {@code --port}, else of the connection URL, else the instance's.
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

    /** Without the environment as the last word. */
    void describeWithoutEnvironment(CommandSpecBuilder model) {
        instance.describeOptions(model);
        describeGroup(model);
    }

    private void describeGroup(CommandSpecBuilder model) {
        model.option(
                        "--group",
                        "SG",
                        "Security group, by its id (sg-). Default: " + VARIABLE + ", else the instance's.",
                        value -> group = value)
                .number(
                        "--port",
                        "PORT",
                        "Port of the database. Default: the connection URL's, else the instance's.",
                        new NumberRange(1, LARGEST_PORT, "PostgreSQL's port is 5432, unless it was changed"),
                        value -> port = Optional.of(value));
    }

    /**
     * The groups and the port.
     *
     * @throws OpsException of kind USAGE when nothing names them, or there is no such instance
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

    /** The group of a rule that is named by its id, unless a group is named too. */
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
                        "name one: --group sg-..., or " + VARIABLE);
            }
            return new GuardedPort(clients, found.securityGroups(), portBefore(found.port()), found.description());
        } catch (RuntimeException e) {
            clients.close();
            throw e;
        }
    }

    /** Where nothing leads to an instance, the group itself may be named instead. */
    private InstanceReference reference() {
        try {
            return instance.reference();
        } catch (OpsException e) {
            throw e.withHint(
                    e.hint().map(hint -> hint + "; or the group itself: ").orElse("name the group: ")
                            + "--group sg-..., or " + VARIABLE);
        }
    }

    /** The port that was asked for or is in the URL, before that of the instance or the rule. */
    private int portBefore(int other) {
        if (port.isPresent()) {
            return port.get();
        }
        var url = group.isEmpty() && context.variable(VARIABLE).isEmpty() ? instance.url() : instance.target();
        return url.flatMap(GroupOptions::port).orElse(other);
    }

    /** The first host's port; none of this machine, where a tunnel may begin. */
    private static Optional<Integer> port(ConnectionTarget target) {
        var host = target.hosts().getFirst();
        var here = host.host().startsWith("/") || AddressScope.isThisMachine(host.host());
        return here ? Optional.empty() : Optional.of(host.port());
    }

    private static int portOf(SecurityGroupRule rule) {
        return rule.fromPort() > 0 && rule.fromPort() == rule.toPort() ? rule.fromPort() : POSTGRESQL_PORT;
    }

    /**
     * An id of EC2: its prefix and 8 or 17 hexadecimal digits.
     *
     * @throws OpsException of kind USAGE when it is none
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
                    "it is %s and hexadecimal digits, as in %s0a1b2c3d4e5f60718".formatted(prefix, prefix));
        }
    }
}
