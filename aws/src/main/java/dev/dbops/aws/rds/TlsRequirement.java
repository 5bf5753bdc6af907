package dev.dbops.aws.rds;

import dev.dbops.aws.AwsCall;
import dev.dbops.aws.AwsClients;
import java.util.Optional;
import software.amazon.awssdk.services.rds.model.DBCluster;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.DBParameterGroupStatus;
import software.amazon.awssdk.services.rds.model.Filter;
import software.amazon.awssdk.services.rds.model.Parameter;

/**
 * The setting that makes PostgreSQL on RDS refuse connections without TLS: parameter rds.force_ssl of the instance's
 * parameter group, or of the cluster's. See "Using SSL with a PostgreSQL DB instance" in the RDS user guide.
 */
public final class TlsRequirement {
    private static final String PARAMETER = "rds.force_ssl";

    /** Requests one parameter of the hundreds in a group, which would otherwise arrive in pages. */
    private static final Filter FILTER =
            Filter.builder().name("parameter-name").values(PARAMETER).build();

    private final AwsClients clients;

    public TlsRequirement(AwsClients clients) {
        this.clients = clients;
    }

    /** For an instance; empty when it is not PostgreSQL, or its version does not know the parameter. */
    public Optional<Boolean> of(DBInstance instance) {
        if (!isPostgres(instance.engine())) {
            return Optional.empty();
        }
        if (instance.dbClusterIdentifier() != null) {
            return new DatabaseInstances(clients)
                    .describeCluster(instance.dbClusterIdentifier())
                    .flatMap(this::of);
        }
        return instance.dbParameterGroups().stream()
                .findFirst()
                .map(DBParameterGroupStatus::dbParameterGroupName)
                .flatMap(this::ofGroup);
    }

    private Optional<Boolean> ofGroup(String group) {
        return AwsCall.of(
                "rds:DescribeDBParameters",
                () -> value(clients.rds()
                        .describeDBParametersPaginator(
                                request -> request.dbParameterGroupName(group).filters(FILTER))
                        .parameters()));
    }

    /** For a cluster; empty when it is not PostgreSQL, or its version does not know the parameter. */
    public Optional<Boolean> of(DBCluster cluster) {
        if (!isPostgres(cluster.engine())) {
            return Optional.empty();
        }
        return AwsCall.of(
                "rds:DescribeDBClusterParameters",
                () -> value(clients.rds()
                        .describeDBClusterParametersPaginator(
                                request -> request.dbClusterParameterGroupName(cluster.dbClusterParameterGroup())
                                        .filters(FILTER))
                        .parameters()));
    }

    private static boolean isPostgres(String engine) {
        return engine.contains("postgres");
    }

    private static Optional<Boolean> value(Iterable<Parameter> parameters) {
        for (var parameter : parameters) {
            if (PARAMETER.equals(parameter.parameterName()) && parameter.parameterValue() != null) {
                return Optional.of(parameter.parameterValue().equals("1"));
            }
        }
        return Optional.empty();
    }
}
