package dev.dbops.cli.network;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.AwsClients;
import dev.dbops.aws.network.GroupDatabases;
import dev.dbops.aws.network.SecurityGroupRule;
import dev.dbops.aws.network.SecurityGroupRules;
import java.util.List;
import java.util.function.Predicate;

/**
 * A database's port and the security groups that guard it, in their account and region.
 *
 * @param clients the AWS clients; closed with this
 * @param groups the groups' ids, at least one
 * @param port the port
 * @param source the origin of the groups: --group, DB_SG_ID, or the instance
 * @param isPrivate whether the source is a database that only its own network can reach
 */
record GuardedPort(AwsClients clients, List<String> groups, int port, String source, boolean isPrivate)
        implements AutoCloseable {
    /** The port of a group whose databases are unknown. */
    GuardedPort(AwsClients clients, List<String> groups, int port, String source) {
        this(clients, groups, port, source, false);
    }

    SecurityGroupRules rules() {
        return new SecurityGroupRules(clients);
    }

    /** The rules of all groups. */
    List<SecurityGroupRule> existing() {
        return rules().in(groups, source);
    }

    /**
     * The group to create a rule in. Of several, it is the group that has a rule of this name; else the only one that
     * allows addresses to reach the port.
     *
     * @throws OpsException of kind USAGE when several groups remain
     */
    String group(List<SecurityGroupRule> existing, String name) {
        if (groups.size() == 1) {
            return groups.getFirst();
        }
        var named = having(existing, rule -> rule.isFor(port) && rule.name().equals(name));
        if (!named.isEmpty()) {
            return named.getFirst();
        }
        var used = having(existing, rule -> rule.isFor(port) && rule.range().isPresent());
        if (used.size() == 1) {
            return used.getFirst();
        }
        throw new OpsException(
                Kind.USAGE,
                "%s has %d security groups, and %s".formatted(source, groups.size(), whyUnclear(used)),
                "choose one: --group " + String.join(", or --group ", groups));
    }

    private String whyUnclear(List<String> used) {
        return used.isEmpty()
                ? "none of them allows an address to reach port " + port
                : "%d of them allow addresses to reach port %d".formatted(used.size(), port);
    }

    private List<String> having(List<SecurityGroupRule> existing, Predicate<SecurityGroupRule> wanted) {
        return groups.stream()
                .filter(group -> existing.stream().anyMatch(rule -> rule.group().equals(group) && wanted.test(rule)))
                .toList();
    }

    /** The names of the databases that a group guards; empty when AWS denies the request. */
    List<String> guardedBy(String group) {
        try {
            return new GroupDatabases(clients).by(group);
        } catch (OpsException e) {
            if (e.kind() == Kind.UNREACHABLE) {
                return List.of(); // a user who may change rules may not be allowed to list databases
            }
            throw e;
        }
    }

    @Override
    public void close() {
        clients.close();
    }
}
