package dev.dbops.aws.inventory;

import dev.dbops.aws.AwsCall;
import dev.dbops.aws.AwsClients;
import dev.dbops.aws.inventory.ListedDatabase.Role;
import dev.dbops.aws.rds.ClusterMembers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import software.amazon.awssdk.services.rds.model.DBCluster;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.Tag;

/** Lists the databases of one region: instances by name, and each cluster followed by its members. */
final class RegionInventory {
    private final AwsClients clients;

    RegionInventory(AwsClients clients) {
        this.clients = clients;
    }

    /**
     * All of them.
     *
     * @throws dev.dbops.OpsException when the region does not answer, or denies it
     */
    List<ListedDatabase> list() {
        var instances = AwsCall.of(
                "rds:DescribeDBInstances",
                () -> clients.rds().describeDBInstancesPaginator().dbInstances().stream()
                        .sorted(Comparator.comparing(DBInstance::dbInstanceIdentifier))
                        .toList());
        var clusters = AwsCall.of(
                "rds:DescribeDBClusters",
                () -> clients.rds().describeDBClustersPaginator().dbClusters().stream()
                        .sorted(Comparator.comparing(DBCluster::dbClusterIdentifier))
                        .toList());
        var listed = new ArrayList<ListedDatabase>();
        for (var instance : instances) {
            if (filled(instance.dbClusterIdentifier()).isEmpty()) {
                listed.add(single(instance));
            }
        }
        for (var cluster : clusters) {
            listed.add(of(cluster));
            var writer = ClusterMembers.writer(cluster);
            instances.stream()
                    .filter(member -> cluster.dbClusterIdentifier().equals(member.dbClusterIdentifier()))
                    .map(member -> of(
                            member,
                            member.dbInstanceIdentifier().equals(writer) ? Role.WRITER : Role.READER,
                            Optional.of(cluster.dbClusterIdentifier())))
                    .forEach(listed::add);
        }
        return listed;
    }

    private ListedDatabase single(DBInstance instance) {
        var source = filled(instance.readReplicaSourceDBInstanceIdentifier());
        return of(instance, source.isPresent() ? Role.REPLICA : Role.INSTANCE, source);
    }

    private ListedDatabase of(DBInstance instance, Role role, Optional<String> partOf) {
        return new ListedDatabase(
                instance.dbInstanceIdentifier(),
                clients.region(),
                role,
                partOf,
                instance.dbInstanceStatus(),
                filled(instance.dbInstanceClass()),
                instance.engine(),
                filled(instance.engineVersion()),
                Optional.ofNullable(instance.multiAZ()),
                Optional.ofNullable(instance.publiclyAccessible()),
                Optional.ofNullable(instance.allocatedStorage()).filter(_ -> !growsByItself(instance.engine())),
                Optional.ofNullable(instance.maxAllocatedStorage()),
                filled(instance.storageType()),
                positive(instance.iops()),
                positive(instance.storageThroughput()),
                Optional.ofNullable(instance.storageEncrypted()),
                Optional.ofNullable(instance.automaticRestartTime()),
                Optional.empty(),
                Optional.ofNullable(instance.backupRetentionPeriod()),
                Optional.ofNullable(instance.deletionProtection()),
                insights(instance.performanceInsightsEnabled(), instance.performanceInsightsRetentionPeriod()),
                filled(instance.databaseInsightsModeAsString()),
                positive(instance.monitoringInterval()),
                filled(instance.engineLifecycleSupport()),
                Optional.ofNullable(instance.instanceCreateTime()),
                instance.dbInstanceArn(),
                tags(instance.tagList()));
    }

    private ListedDatabase of(DBCluster cluster) {
        return new ListedDatabase(
                cluster.dbClusterIdentifier(),
                clients.region(),
                Role.CLUSTER,
                filled(cluster.replicationSourceIdentifier()),
                cluster.status(),
                filled(cluster.dbClusterInstanceClass()),
                cluster.engine(),
                filled(cluster.engineVersion()),
                Optional.ofNullable(cluster.multiAZ()),
                Optional.ofNullable(cluster.publiclyAccessible()),
                Optional.ofNullable(cluster.allocatedStorage()).filter(_ -> !growsByItself(cluster.engine())),
                Optional.empty(),
                filled(cluster.storageType()),
                positive(cluster.iops()),
                positive(cluster.storageThroughput()),
                Optional.ofNullable(cluster.storageEncrypted()),
                Optional.ofNullable(cluster.automaticRestartTime()),
                Optional.ofNullable(cluster.serverlessV2ScalingConfiguration())
                        .map(acu -> number(acu.minCapacity()) + "-" + number(acu.maxCapacity())),
                Optional.ofNullable(cluster.backupRetentionPeriod()),
                Optional.ofNullable(cluster.deletionProtection()),
                insights(cluster.performanceInsightsEnabled(), cluster.performanceInsightsRetentionPeriod()),
                filled(cluster.databaseInsightsModeAsString()),
                positive(cluster.monitoringInterval()),
                filled(cluster.engineLifecycleSupport()),
                Optional.ofNullable(cluster.clusterCreateTime()),
                cluster.dbClusterArn(),
                tags(cluster.tagList()));
    }

    /** The engines with a shared volume report a size of 1. */
    private static boolean growsByItself(String engine) {
        return engine.startsWith("aurora") || engine.equals("docdb") || engine.equals("neptune");
    }

    private static Optional<Integer> insights(Boolean enabled, Integer days) {
        return Boolean.TRUE.equals(enabled) ? Optional.of(days == null ? 7 : days) : Optional.empty();
    }

    private static String number(Double capacity) {
        var text = String.valueOf(capacity);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }

    private static List<String> tags(List<Tag> tags) {
        return tags.stream()
                .map(tag -> tag.key() + "=" + filled(tag.value()).orElse(""))
                .sorted()
                .toList();
    }

    private static Optional<Integer> positive(Integer number) {
        return Optional.ofNullable(number).filter(given -> given > 0);
    }

    private static Optional<String> filled(String text) {
        return Optional.ofNullable(text).filter(Predicate.not(String::isEmpty));
    }
}
