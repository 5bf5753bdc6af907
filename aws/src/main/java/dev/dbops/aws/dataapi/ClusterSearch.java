package dev.dbops.aws.dataapi;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.AwsCall;
import dev.dbops.aws.AwsClients;
import dev.dbops.aws.AwsSettings;
import dev.dbops.aws.login.SecretReference;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.RdsEndpoint;
import java.util.Optional;
import software.amazon.awssdk.services.rds.model.DBCluster;

/**
 * Finds the cluster and the secret of a target for the Data API: those that its parameters name, and otherwise those of
 * the cluster whose endpoint is the host.
 */
final class ClusterSearch {
    private static final String ACTION = "rds:DescribeDBClusters";

    private final ConnectionTarget target;
    private final AwsSettings settings;
    private final Optional<ClusterArn> cluster;
    private final Optional<SecretReference> secret;

    /**
     * @throws OpsException of kind USAGE when a parameter is not the ARN that it should be
     */
    ClusterSearch(ConnectionTarget target, AwsSettings settings) {
        this.target = target;
        this.settings = settings;
        this.cluster = Optional.ofNullable(target.parameters().get(ConnectionTarget.CLUSTER_ARN))
                .map(ClusterArn::parse);
        this.secret = Optional.ofNullable(target.parameters().get(ConnectionTarget.SECRET))
                .map(SecretReference::parse);
        if (secret.isPresent() && secret.get().region().isEmpty()) {
            throw new OpsException(
                    Kind.USAGE,
                    "the Data API needs the ARN of the secret, and \"%s\" is a name"
                            .formatted(secret.get().id()),
                    "aws secretsmanager describe-secret --secret-id %s shows it"
                            .formatted(secret.get().id()));
        }
    }

    /** The clients of the cluster's region. */
    AwsClients clients() {
        return new AwsClients(settings, cluster.map(ClusterArn::region).or(this::regionOfHost));
    }

    private Optional<String> regionOfHost() {
        return RdsEndpoint.parse(host()).map(RdsEndpoint::region).filter(region -> !region.isEmpty());
    }

    private String host() {
        return target.hosts().getFirst().host();
    }

    /**
     * Finds them.
     *
     * @throws OpsException of kind USAGE when they cannot be found
     */
    DataApiCluster find() {
        if (cluster.isPresent() && secret.isPresent()) {
            return new DataApiCluster(cluster.get().text(), secret.get().id(), target.database());
        }
        try (var clients = clients()) {
            var found = AwsCall.of(
                    ACTION,
                    () -> clients.rds().describeDBClustersPaginator().dbClusters().stream()
                            .filter(this::isMeant)
                            .findFirst());
            return of(found.orElseThrow(() -> notFound(clients.region())));
        }
    }

    private boolean isMeant(DBCluster candidate) {
        return cluster.isPresent()
                ? cluster.get().text().equals(candidate.dbClusterArn())
                : host().equalsIgnoreCase(candidate.endpoint())
                        || host().equalsIgnoreCase(candidate.readerEndpoint())
                        || candidate.customEndpoints().stream().anyMatch(host()::equalsIgnoreCase);
    }

    private OpsException notFound(String region) {
        return new OpsException(
                Kind.USAGE,
                "no cluster in %s has the %s"
                        .formatted(
                                region, cluster.map(arn -> "ARN " + arn.text()).orElseGet(() -> "endpoint " + host())),
                "pass --cluster-arn and --secret; db-ops rds-status lists the databases of a region");
    }

    private DataApiCluster of(DBCluster found) {
        if (!Boolean.TRUE.equals(found.httpEndpointEnabled())) {
            throw new OpsException(
                    Kind.USAGE,
                    "the Data API is not enabled on the cluster \"%s\"".formatted(found.dbClusterIdentifier()),
                    "aws rds enable-http-endpoint --resource-arn " + found.dbClusterArn());
        }
        var managed = Optional.ofNullable(found.masterUserSecret()).map(each -> each.secretArn());
        return new DataApiCluster(
                found.dbClusterArn(),
                secret.map(SecretReference::id).or(() -> managed).orElseThrow(() -> noSecret(found)),
                target.database());
    }

    private static OpsException noSecret(DBCluster found) {
        return new OpsException(
                Kind.USAGE,
                "RDS manages no secret of the cluster \"%s\", and the Data API needs one"
                        .formatted(found.dbClusterIdentifier()),
                "pass --secret ARN of a secret with username and password");
    }
}
