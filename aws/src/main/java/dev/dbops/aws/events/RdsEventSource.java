package dev.dbops.aws.events;

import dev.dbops.aws.AwsClients;
import dev.dbops.aws.rds.DatabaseInstance;
import dev.dbops.aws.rds.DatabaseInstances;
import dev.dbops.aws.rds.InstanceReference;
import dev.dbops.target.RdsEndpoint;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.rds.model.DBClusterMember;
import software.amazon.awssdk.services.rds.model.SourceType;

/**
 * A resource that has events.
 *
 * @param type the type of the resource
 * @param name its identifier
 */
public record RdsEventSource(SourceType type, String name) {
    private static final List<RdsEndpoint.Kind> BY_NAME = List.of(RdsEndpoint.Kind.INSTANCE, RdsEndpoint.Kind.CLUSTER);

    /**
     * The resources of a database: an instance; a cluster with its members; a proxy. A deleted one has its events for
     * some days more, so a name that no database has counts as that of either.
     */
    public static List<RdsEventSource> ofDatabase(AwsClients clients, InstanceReference reference) {
        var databases = new DatabaseInstances(clients);
        databases.refuseOtherAccount(reference);
        if (reference.kind().isPresent() && !BY_NAME.contains(reference.kind().get())) {
            return of(databases, databases.find(reference));
        }
        return databases
                .instance(reference.name())
                .or(() -> databases.cluster(reference.name()))
                .map(found -> of(databases, found))
                .orElseGet(() -> List.of(
                        new RdsEventSource(SourceType.DB_INSTANCE, reference.name()),
                        new RdsEventSource(SourceType.DB_CLUSTER, reference.name())));
    }

    /** The snapshot of that name, whether it is of an instance or of a cluster. */
    public static List<RdsEventSource> ofSnapshot(String name) {
        return List.of(
                new RdsEventSource(SourceType.DB_SNAPSHOT, name),
                new RdsEventSource(SourceType.DB_CLUSTER_SNAPSHOT, name));
    }

    private static List<RdsEventSource> of(DatabaseInstances databases, DatabaseInstance found) {
        return switch (found.type()) {
            case INSTANCE -> List.of(new RdsEventSource(SourceType.DB_INSTANCE, found.name()));
            case PROXY -> List.of(new RdsEventSource(SourceType.DB_PROXY, found.name()));
            case CLUSTER -> {
                var sources = new ArrayList<RdsEventSource>();
                sources.add(new RdsEventSource(SourceType.DB_CLUSTER, found.name()));
                databases.describeCluster(found.name()).stream()
                        .flatMap(cluster -> cluster.dbClusterMembers().stream())
                        .map(DBClusterMember::dbInstanceIdentifier)
                        .forEach(member -> sources.add(new RdsEventSource(SourceType.DB_INSTANCE, member)));
                yield sources;
            }
        };
    }
}
