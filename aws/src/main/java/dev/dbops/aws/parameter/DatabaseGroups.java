package dev.dbops.aws.parameter;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.AwsCall;
import dev.dbops.aws.AwsClients;
import dev.dbops.aws.provisioning.ProvisionedDatabases;
import dev.dbops.aws.rds.ClusterMembers;
import dev.dbops.aws.rds.DatabaseInstance;
import dev.dbops.aws.rds.DatabaseInstance.Type;
import dev.dbops.aws.rds.InstanceReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.rds.model.DBCluster;
import software.amazon.awssdk.services.rds.model.DBClusterMember;
import software.amazon.awssdk.services.rds.model.DBInstance;

/** The parameter groups that apply to an instance or a cluster. */
public final class DatabaseGroups {
    private static final String REBOOT = "pending-reboot";

    private final AwsClients clients;
    private final ProvisionedDatabases databases;
    private final DatabaseInstance database;

    /**
     * @throws OpsException of kind USAGE when there is no such instance or cluster
     */
    public DatabaseGroups(AwsClients clients, InstanceReference reference) {
        this.clients = clients;
        this.databases = new ProvisionedDatabases(clients);
        this.database = databases.find(reference);
    }

    /** The groups of an instance or a cluster that was found already. */
    public DatabaseGroups(AwsClients clients, DatabaseInstance database) {
        this.clients = clients;
        this.databases = new ProvisionedDatabases(clients);
        this.database = database;
    }

    /** The instance or cluster. */
    public DatabaseInstance database() {
        return database;
    }

    AwsClients clients() {
        return clients;
    }

    /**
     * The groups, the one to change first: that of the instance, then that of its cluster; for a cluster its own, then
     * that of its writer, which has only the parameters that can differ between the members of an Aurora cluster.
     */
    public List<ParameterGroup> groups() {
        var groups = new ArrayList<ParameterGroup>();
        if (database.type() == Type.CLUSTER) {
            var cluster = cluster(database.name());
            groups.add(new ParameterGroup(cluster.dbClusterParameterGroup(), true));
            Optional.of(ClusterMembers.writer(cluster))
                    .filter(name -> !name.isEmpty())
                    .flatMap(databases::instance)
                    .map(DatabaseGroups::groupOf)
                    .ifPresent(groups::add);
        } else {
            groups.add(groupOf(databases.instance(database.name()).orElseThrow(this::gone)));
            database.cluster()
                    .map(name -> new ParameterGroup(cluster(name).dbClusterParameterGroup(), true))
                    .ifPresent(groups::add);
        }
        return groups;
    }

    /** The groups to change: for a cluster only its own, which has the parameters of its members too. */
    List<ParameterGroup> editable() {
        return database.type() == Type.CLUSTER ? List.of(groups().getFirst()) : groups();
    }

    /** Returns whether a boolean parameter is on in the groups. */
    public boolean isOn(String parameter) {
        var reader = new ParameterReader(clients);
        return groups().stream()
                .flatMap(group -> reader.named(group, List.of(parameter)).values().stream())
                .anyMatch(found -> found.value().filter("1"::equals).isPresent());
    }

    /** Returns whether values of the group wait for a reboot of this database. */
    public boolean waitsForReboot(ParameterGroup group) {
        return REBOOT.equals(status(group));
    }

    /** RDS's word for whether the database uses the group's values: in-sync, applying or pending-reboot. */
    public String status(ParameterGroup group) {
        return group.ofClusters() ? statusOfMembers() : statusOfInstance();
    }

    private String statusOfInstance() {
        var name = database.type() == Type.CLUSTER ? ClusterMembers.writer(cluster(database.name())) : database.name();
        return databases
                .instance(name)
                .orElseThrow(this::gone)
                .dbParameterGroups()
                .getFirst()
                .parameterApplyStatus();
    }

    /** The status of the named member, or the first one of a cluster that is not in-sync. */
    private String statusOfMembers() {
        var cluster = cluster(database.cluster().orElse(database.name()));
        return cluster.dbClusterMembers().stream()
                .filter(member -> database.type() == Type.CLUSTER
                        || member.dbInstanceIdentifier().equals(database.name()))
                .map(DBClusterMember::dbClusterParameterGroupStatus)
                .filter(status -> status != null && !status.equals("in-sync"))
                .findFirst()
                .orElse("in-sync");
    }

    /** The other instances or clusters that use the group. */
    public List<String> others(ParameterGroup group) {
        return group.ofClusters() ? otherClusters(group) : otherInstances(group);
    }

    private List<String> otherInstances(ParameterGroup group) {
        return AwsCall.of(
                "rds:DescribeDBInstances",
                () -> clients.rds().describeDBInstancesPaginator().dbInstances().stream()
                        .filter(instance -> !instance.dbParameterGroups().isEmpty()
                                && groupOf(instance).equals(group)
                                && !instance.dbInstanceIdentifier().equals(database.name()))
                        .map(DBInstance::dbInstanceIdentifier)
                        .toList());
    }

    private List<String> otherClusters(ParameterGroup group) {
        var own = database.cluster().orElse(database.name());
        return AwsCall.of(
                "rds:DescribeDBClusters",
                () -> clients.rds().describeDBClustersPaginator().dbClusters().stream()
                        .filter(cluster -> group.name().equals(cluster.dbClusterParameterGroup())
                                && !cluster.dbClusterIdentifier().equals(own))
                        .map(DBCluster::dbClusterIdentifier)
                        .toList());
    }

    private static ParameterGroup groupOf(DBInstance instance) {
        return new ParameterGroup(instance.dbParameterGroups().getFirst().dbParameterGroupName(), false);
    }

    private DBCluster cluster(String name) {
        return databases.cluster(name).orElseThrow(this::gone);
    }

    private OpsException gone() {
        return new OpsException(Kind.FAILED, database.description() + " no longer exists", "was it deleted?");
    }
}
