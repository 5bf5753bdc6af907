package dev.dbops.aws.lambda.role;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.AwsClients;
import dev.dbops.aws.rds.ClusterMembers;
import dev.dbops.aws.rds.DatabaseInstance;
import dev.dbops.aws.rds.DatabaseInstance.Type;
import dev.dbops.aws.rds.DatabaseInstances;
import dev.dbops.aws.rds.InstanceReference;
import java.util.Optional;
import software.amazon.awssdk.services.rds.model.DBCluster;
import software.amazon.awssdk.services.rds.model.DBInstance;

/**
 * The instance or cluster that calls functions. Roles belong to a cluster as a whole, and not to its members.
 *
 * @param database which it is
 * @param engine such as postgres or aurora-postgresql
 * @param version such as 17.6
 * @param isPrivate whether it has no public address
 * @param association the role for the feature Lambda, if there is one
 */
public record CallingDatabase(
        DatabaseInstance database,
        String engine,
        String version,
        boolean isPrivate,
        Optional<RoleAssociation> association) {

    /**
     * Finds it; for a member of a cluster, the cluster.
     *
     * @throws OpsException of kind USAGE when there is none of that name, or it is a proxy or another engine
     */
    public static CallingDatabase find(AwsClients clients, InstanceReference reference) {
        var instances = new DatabaseInstances(clients);
        var found = instances.find(reference);
        if (found.type() == Type.PROXY) {
            throw new OpsException(
                    Kind.USAGE,
                    "%s calls no function: its database does".formatted(found.description()),
                    "pass the database of the proxy: --instance NAME");
        }
        var database = of(instances, found);
        if (!database.engine().endsWith("postgres") && !database.engine().endsWith("postgresql")) {
            throw new OpsException(
                    Kind.USAGE,
                    "%s has the engine %s, and not PostgreSQL".formatted(found.description(), database.engine()),
                    "db-ops works with PostgreSQL only");
        }
        return database;
    }

    private static CallingDatabase of(DatabaseInstances instances, DatabaseInstance found) {
        var cluster = found.type() == Type.CLUSTER ? Optional.of(found.name()) : found.cluster();
        return cluster.isPresent()
                ? of(instances, instances.describeCluster(cluster.get()).orElseThrow(() -> gone(found)))
                : of(instances.describeInstance(found.name()).orElseThrow(() -> gone(found)));
    }

    private static CallingDatabase of(DBInstance instance) {
        var found = DatabaseInstance.of(instance);
        return new CallingDatabase(
                found,
                instance.engine(),
                instance.engineVersion(),
                found.isPrivate(),
                RoleAssociation.ofInstance(instance.associatedRoles()));
    }

    private static CallingDatabase of(DatabaseInstances instances, DBCluster cluster) {
        var writer = Optional.of(ClusterMembers.writer(cluster)).filter(name -> !name.isEmpty());
        return new CallingDatabase(
                DatabaseInstance.of(cluster),
                cluster.engine(),
                cluster.engineVersion(),
                writer.flatMap(instances::instance)
                        .map(DatabaseInstance::isPrivate)
                        .orElse(true),
                RoleAssociation.ofCluster(cluster.associatedRoles()));
    }

    /** As it is now. */
    CallingDatabase refreshed(AwsClients clients) {
        return of(new DatabaseInstances(clients), database);
    }

    private static OpsException gone(DatabaseInstance database) {
        return new OpsException(Kind.FAILED, database.description() + " no longer exists", "was it deleted?");
    }

    /** Its ARN. */
    String arn() {
        return database.arn();
    }

    /** Its account, as its ARN says it. */
    String account() {
        return arn().split(":")[4];
    }

    /** {@code instance "cruddur-db"}. */
    public String description() {
        return database.description();
    }
}
