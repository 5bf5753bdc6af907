package dev.dbops.aws.doctor;

import dev.dbops.aws.AwsClients;
import dev.dbops.aws.network.SecurityGroupRule;
import dev.dbops.aws.network.SecurityGroupRules;
import dev.dbops.aws.rds.InstanceReference;
import dev.dbops.aws.rds.TlsRequirement;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import software.amazon.awssdk.services.rds.model.PendingMaintenanceAction;

/**
 * The requests to AWS about a known database, whose answers arrive independently.
 *
 * @param database what it is
 * @param rules the rules of its security groups
 * @param routes the route tables of its network; not requested for a database without a public address
 * @param tlsForced whether it refuses connections without TLS
 * @param maintenance what AWS is going to do to it
 * @param upgrades the newer minor versions
 * @param freeStorage the bytes that are free; empty where the storage grows by itself, or nothing was measured
 */
record Inquiry(
        Description database,
        AsyncCall<List<SecurityGroupRule>> rules,
        AsyncCall<RouteTables> routes,
        AsyncCall<Optional<Boolean>> tlsForced,
        AsyncCall<List<PendingMaintenanceAction>> maintenance,
        AsyncCall<List<String>> upgrades,
        AsyncCall<OptionalDouble> freeStorage) {

    /** Requests the description, waits for it, and starts the other requests. */
    static Inquiry begin(AwsClients clients, InstanceReference reference) {
        var database = Description.of(clients, reference);
        var groups = database.found().securityGroups();
        var upkeep = new MaintenanceState(clients, database);
        return new Inquiry(
                database,
                AsyncCall.start(() -> groups.isEmpty()
                        ? List.of()
                        : new SecurityGroupRules(clients)
                                .in(groups, database.found().description())),
                AsyncCall.start(() -> routes(clients, database)),
                AsyncCall.start(() -> tlsForced(clients, database)),
                AsyncCall.start(upkeep::maintenance),
                AsyncCall.start(upkeep::upgrades),
                AsyncCall.start(() -> new FreeStorage(clients).of(database)));
    }

    private static RouteTables routes(AwsClients clients, Description database) {
        return database.instance()
                .filter(_ -> database.isPublic())
                .flatMap(instance -> Optional.ofNullable(instance.dbSubnetGroup()))
                .map(group -> RouteTables.of(clients, group.vpcId()))
                .orElseGet(RouteTables::none);
    }

    private static Optional<Boolean> tlsForced(AwsClients clients, Description database) {
        var requirement = new TlsRequirement(clients);
        return database.cluster().isPresent()
                ? requirement.of(database.cluster().get())
                : database.instance().flatMap(requirement::of);
    }
}
