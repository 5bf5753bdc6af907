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
 * A database's port and the security groups before it, in the account and region where they are.
 *
 * @param clients what asks AWS; closed with this
 * @param groups the groups' ids, at least one
 * @param port the port
 * @param source where the groups came from: --group, DB_SG_ID, or the instance
 */
record GuardedPort(AwsClients clients, List<String> groups, int port, String source) implements AutoCloseable {
    SecurityGroupRules rules() {
        return new SecurityGroupRules(clients);
    }

    /** The rules of all groups. */
    List<SecurityGroupRule> existing() {
        return rules().in(groups, source);
    }

    /**
     * The group to make a rule in. Of several, it is the one that has a rule of this name; else the only one that lets
     * addresses in to the port.
     *
     * @throws OpsException of kind USAGE when that leaves several
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
                ? "none of them lets an address in to port " + port
                : "%d of them let addresses in to port %d".formatted(used.size(), port);
    }

    private List<String> having(List<SecurityGroupRule> existing, Predicate<SecurityGroupRule> wanted) {
        return groups.stream()
                .filter(group -> existing.stream().anyMatch(rule -> rule.group().equals(group) && wanted.test(rule)))
                .toList();
    }

    /** The names of the databases that a group guards; empty when we may not ask. */
    List<String> guardedBy(String group) {
        try {
            return new GroupDatabases(clients).by(group);
        } catch (OpsException e) {
            if (e.kind() == Kind.UNREACHABLE) {
                return List.of(); // who may change rules need not be allowed to see databases
            }
            throw e;
        }
    }

    @Override
    public void close() {
        clients.close();
    }
}
