package dev.dbops.aws.parameter;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.AwsCall;
import dev.dbops.aws.AwsClients;
import dev.dbops.aws.provisioning.RequestPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.rds.model.DbParameterGroupNotFoundException;

/**
 * The parameter groups that a database has after an upgrade to another family. A group of one's own becomes a new one with
 * the same values, because RDS would assign the default group; a default group becomes that of the family.
 */
public final class FamilyGroups {
    private final DatabaseGroups database;
    private final AwsClients clients;
    private final ParameterReader reader;
    private final String family;
    private final List<ParameterGroup> own;

    /**
     * @param family the family of the new version, such as postgres17
     */
    public FamilyGroups(DatabaseGroups database, String family) {
        this.database = database;
        this.clients = database.clients();
        this.reader = new ParameterReader(clients);
        this.family = family;
        this.own =
                database.groups().stream().filter(group -> !group.isDefault()).toList();
    }

    /** The new group of the instances; empty for the default one. */
    public Optional<String> ofInstances() {
        return named(false);
    }

    /** The new group of the cluster; empty for the default one. */
    public Optional<String> ofClusters() {
        return named(true);
    }

    private Optional<String> named(boolean ofClusters) {
        return own.stream()
                .filter(group -> group.ofClusters() == ofClusters)
                .findFirst()
                .map(this::renamed);
    }

    /** The name with the new family in place of the former one, or at its end. */
    private String renamed(ParameterGroup group) {
        var former = reader.family(group);
        return group.name().endsWith("-" + former)
                ? group.name().substring(0, group.name().length() - former.length()) + family
                : group.name() + "-" + family;
    }

    /** Adds the requests that create the groups, as far as they do not exist. */
    public void addTo(RequestPlan plan) {
        for (var group : own) {
            var wanted = new ParameterGroup(renamed(group), group.ofClusters());
            if (!exists(wanted)) {
                new NewGroup(clients, plan, wanted, database.database())
                        .addCreation(new ParameterGroup("default." + family, group.ofClusters()), family);
                new ParameterRequests(clients, plan).add(wanted, values(group));
            }
        }
    }

    private boolean exists(ParameterGroup group) {
        return AwsCall.of(
                group.ofClusters() ? "rds:DescribeDBClusterParameterGroups" : "rds:DescribeDBParameterGroups", () -> {
                    try {
                        return group.ofClusters()
                                ? clients.rds()
                                        .describeDBClusterParameterGroups(
                                                request -> request.dbClusterParameterGroupName(group.name()))
                                        .hasDbClusterParameterGroups()
                                : clients.rds()
                                        .describeDBParameterGroups(
                                                request -> request.dbParameterGroupName(group.name()))
                                        .hasDbParameterGroups();
                    } catch (DbParameterGroupNotFoundException _) {
                        return false;
                    }
                });
    }

    private List<ParameterChange> values(ParameterGroup group) {
        var known = reader.defaults(family, group.ofClusters());
        return reader.set(group).values().stream()
                .filter(parameter -> isPossible(parameter, known.get(parameter.name())))
                .map(parameter -> new ParameterChange(
                        parameter.name(),
                        group,
                        Optional.empty(),
                        parameter.value(),
                        known.get(parameter.name()).isDynamic()))
                .toList();
    }

    /** The set parameters that the new family does not have, or not with that value. */
    public List<String> leftOut() {
        var names = new ArrayList<String>();
        for (var group : own) {
            var known = reader.defaults(family, group.ofClusters());
            reader.set(group).values().stream()
                    .filter(parameter -> !isPossible(parameter, known.get(parameter.name())))
                    .map(GroupParameter::name)
                    .forEach(names::add);
        }
        return names;
    }

    private static boolean isPossible(GroupParameter parameter, GroupParameter inFamily) {
        if (inFamily == null || parameter.value().isEmpty()) {
            return false;
        }
        try {
            new ParameterValue(inFamily).of(parameter.value().get());
            return true;
        } catch (OpsException e) {
            if (e.kind() != Kind.USAGE) {
                throw e;
            }
            return false;
        }
    }
}
