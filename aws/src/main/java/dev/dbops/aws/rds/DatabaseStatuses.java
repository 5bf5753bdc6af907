package dev.dbops.aws.rds;

import dev.dbops.aws.AwsCall;
import dev.dbops.aws.AwsClients;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.rds.model.DBCluster;
import software.amazon.awssdk.services.rds.model.DBClusterMember;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.Filter;

/** Requests the status of an instance, a cluster or a proxy from RDS. */
public final class DatabaseStatuses {
    private final AwsClients clients;
    private final DatabaseInstances instances;
    private final TlsRequirement tls;

    public DatabaseStatuses(AwsClients clients) {
        this.clients = clients;
        this.instances = new DatabaseInstances(clients);
        this.tls = new TlsRequirement(clients);
    }

    /** The status of what was found. */
    public DatabaseStatus of(DatabaseInstance found) {
        return switch (found.type()) {
            case INSTANCE -> ofInstance(found);
            case CLUSTER -> ofCluster(found);
            case PROXY -> ofProxy(found);
        };
    }

    private DatabaseStatus ofInstance(DatabaseInstance found) {
        var instance = instances.describeInstance(found.name()).orElseThrow(found::gone);
        var login = MasterLogin.of(instance);
        return new DatabaseStatus(
                found.type(),
                found.name(),
                instance.dbInstanceStatus(),
                Optional.of(instance.engine()),
                Optional.ofNullable(instance.engineVersion()),
                Optional.ofNullable(instance.dbInstanceClass()),
                found.endpoint(),
                found.port(),
                Optional.empty(),
                login.url(),
                login.secret(),
                storage(instance),
                Optional.ofNullable(instance.storageType()),
                Optional.ofNullable(instance.storageEncrypted()),
                Optional.ofNullable(instance.multiAZ()),
                Optional.ofNullable(instance.availabilityZone()),
                Optional.ofNullable(instance.publiclyAccessible()),
                tls.of(instance),
                Optional.ofNullable(instance.iamDatabaseAuthenticationEnabled()),
                Optional.ofNullable(instance.backupRetentionPeriod()),
                Optional.ofNullable(instance.preferredBackupWindow()),
                Optional.ofNullable(instance.preferredMaintenanceWindow()),
                Optional.ofNullable(instance.deletionProtection()),
                found.securityGroups(),
                found.cluster(),
                Optional.ofNullable(instance.readReplicaSourceDBInstanceIdentifier()),
                instance.readReplicaDBInstanceIdentifiers(),
                Optional.ofNullable(instance.automaticRestartTime()),
                List.of());
    }

    /** Aurora reports 1 where the storage grows by itself. */
    private static Optional<Integer> storage(DBInstance instance) {
        return instance.engine().startsWith("aurora")
                ? Optional.empty()
                : Optional.ofNullable(instance.allocatedStorage());
    }

    private DatabaseStatus ofCluster(DatabaseInstance found) {
        var cluster = instances.describeCluster(found.name()).orElseThrow(found::gone);
        var login = MasterLogin.of(cluster);
        return new DatabaseStatus(
                found.type(),
                found.name(),
                cluster.status(),
                Optional.of(cluster.engine()),
                Optional.ofNullable(cluster.engineVersion()),
                Optional.ofNullable(cluster.dbClusterInstanceClass()),
                found.endpoint(),
                found.port(),
                Optional.ofNullable(cluster.readerEndpoint()),
                login.url(),
                login.secret(),
                cluster.engine().startsWith("aurora")
                        ? Optional.empty()
                        : Optional.ofNullable(cluster.allocatedStorage()),
                Optional.ofNullable(cluster.storageType()),
                Optional.ofNullable(cluster.storageEncrypted()),
                Optional.ofNullable(cluster.multiAZ()),
                Optional.empty(),
                Optional.ofNullable(cluster.publiclyAccessible()),
                tls.of(cluster),
                Optional.ofNullable(cluster.iamDatabaseAuthenticationEnabled()),
                Optional.ofNullable(cluster.backupRetentionPeriod()),
                Optional.ofNullable(cluster.preferredBackupWindow()),
                Optional.ofNullable(cluster.preferredMaintenanceWindow()),
                Optional.ofNullable(cluster.deletionProtection()),
                found.securityGroups(),
                Optional.empty(),
                Optional.ofNullable(cluster.replicationSourceIdentifier()),
                cluster.readReplicaIdentifiers(),
                Optional.ofNullable(cluster.automaticRestartTime()),
                members(cluster));
    }

    private List<DatabaseStatus.Member> members(DBCluster cluster) {
        if (cluster.dbClusterMembers().isEmpty()) {
            return List.of();
        }
        var byName = AwsCall.of(
                "rds:DescribeDBInstances",
                () -> clients
                        .rds()
                        .describeDBInstancesPaginator(request -> request.filters(Filter.builder()
                                .name("db-cluster-id")
                                .values(cluster.dbClusterIdentifier())
                                .build()))
                        .dbInstances()
                        .stream()
                        .collect(Collectors.toMap(DBInstance::dbInstanceIdentifier, Function.identity())));
        return cluster.dbClusterMembers().stream()
                .filter(member -> byName.containsKey(member.dbInstanceIdentifier()))
                .map(member -> member(member, byName.get(member.dbInstanceIdentifier())))
                .toList();
    }

    private static DatabaseStatus.Member member(DBClusterMember member, DBInstance instance) {
        return new DatabaseStatus.Member(
                instance.dbInstanceIdentifier(),
                Boolean.TRUE.equals(member.isClusterWriter()) ? DatabaseStatus.Role.WRITER : DatabaseStatus.Role.READER,
                instance.dbInstanceStatus(),
                instance.dbInstanceClass(),
                instance.availabilityZone());
    }

    private DatabaseStatus ofProxy(DatabaseInstance found) {
        var proxy = instances.describeProxy(found.name()).orElseThrow(found::gone);
        return new DatabaseStatus(
                found.type(),
                found.name(),
                found.state(),
                Optional.ofNullable(proxy.engineFamily()),
                Optional.empty(),
                Optional.empty(),
                found.endpoint(),
                found.port(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.ofNullable(proxy.requireTLS()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                found.securityGroups(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                List.of());
    }
}
