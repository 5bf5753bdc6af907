package dev.dbops.aws.rds;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.AwsCall;
import dev.dbops.aws.AwsClients;
import dev.dbops.target.RdsEndpoint;
import dev.dbops.text.Spelling;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.rds.model.DBCluster;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.DBProxy;
import software.amazon.awssdk.services.rds.model.DbClusterEndpointNotFoundException;
import software.amazon.awssdk.services.rds.model.DbClusterNotFoundException;
import software.amazon.awssdk.services.rds.model.DbInstanceNotFoundException;
import software.amazon.awssdk.services.rds.model.DbProxyEndpointNotFoundException;
import software.amazon.awssdk.services.rds.model.DbProxyNotFoundException;

/** Finds instances, clusters and proxies in a region. */
public final class DatabaseInstances {
    private static final String DESCRIBE_INSTANCES = "rds:DescribeDBInstances";
    private static final String DESCRIBE_CLUSTERS = "rds:DescribeDBClusters";

    private final AwsClients clients;

    public DatabaseInstances(AwsClients clients) {
        this.clients = clients;
    }

    /**
     * Finds the instance, cluster or proxy.
     *
     * @throws OpsException of kind USAGE when none has that name; the hint suggests similar names
     */
    public DatabaseInstance find(InstanceReference reference) {
        refuseOtherAccount(reference);
        var found = reference.kind().isPresent()
                ? find(reference.name(), reference.kind().get())
                : instance(reference.name()).or(() -> cluster(reference.name()));
        return found.orElseThrow(() -> notFound(reference));
    }

    private Optional<DatabaseInstance> find(String name, RdsEndpoint.Kind kind) {
        return switch (kind) {
            case INSTANCE -> instance(name);
            case CLUSTER, CLUSTER_READER -> cluster(name);
            case CLUSTER_CUSTOM -> customEndpoint(name);
            case PROXY -> proxy(name);
            case PROXY_ENDPOINT -> proxyEndpoint(name);
            case GLOBAL ->
                throw new OpsException(
                        Kind.USAGE,
                        "\"%s\" is a global database, whose writer moves between regions".formatted(name),
                        "name the cluster of one region: --instance NAME --region REGION");
        };
    }

    /** The instance of that name, if there is one. */
    public Optional<DatabaseInstance> instance(String name) {
        return describeInstance(name).map(DatabaseInstance::of);
    }

    /** The cluster of that name, if there is one. */
    public Optional<DatabaseInstance> cluster(String name) {
        return describeCluster(name).map(DatabaseInstance::of);
    }

    /**
     * Returns its current state.
     *
     * @throws OpsException when it no longer exists
     */
    DatabaseInstance refresh(DatabaseInstance known) {
        var now = switch (known.type()) {
            case INSTANCE -> instance(known.name());
            case CLUSTER -> cluster(known.name());
            case PROXY -> proxy(known.name());
        };
        return now.orElseThrow(known::gone);
    }

    /** The full description of the instance of that name, if there is one. */
    public Optional<DBInstance> describeInstance(String name) {
        return AwsCall.of(DESCRIBE_INSTANCES, () -> {
            try {
                var answer = clients.rds().describeDBInstances(request -> request.dbInstanceIdentifier(name));
                return Optional.of(answer.dbInstances().getFirst());
            } catch (DbInstanceNotFoundException _) {
                return Optional.empty();
            }
        });
    }

    /** The full description of the cluster of that name, if there is one. */
    public Optional<DBCluster> describeCluster(String name) {
        return AwsCall.of(DESCRIBE_CLUSTERS, () -> {
            try {
                var answer = clients.rds().describeDBClusters(request -> request.dbClusterIdentifier(name));
                return Optional.of(answer.dbClusters().getFirst());
            } catch (DbClusterNotFoundException _) {
                return Optional.empty();
            }
        });
    }

    private Optional<DatabaseInstance> customEndpoint(String name) {
        return AwsCall.of("rds:DescribeDBClusterEndpoints", () -> {
            try {
                var answer =
                        clients.rds().describeDBClusterEndpoints(request -> request.dbClusterEndpointIdentifier(name));
                return answer.dbClusterEndpoints().stream()
                        .findFirst()
                        .flatMap(endpoint -> cluster(endpoint.dbClusterIdentifier()));
            } catch (DbClusterEndpointNotFoundException _) {
                return Optional.empty();
            }
        });
    }

    private Optional<DatabaseInstance> proxy(String name) {
        return describeProxy(name).map(DatabaseInstance::of);
    }

    /** The full description of the proxy of that name, if there is one. */
    public Optional<DBProxy> describeProxy(String name) {
        return AwsCall.of("rds:DescribeDBProxies", () -> {
            try {
                var answer = clients.rds().describeDBProxies(request -> request.dbProxyName(name));
                return Optional.of(answer.dbProxies().getFirst());
            } catch (DbProxyNotFoundException _) {
                return Optional.empty();
            }
        });
    }

    private Optional<DatabaseInstance> proxyEndpoint(String name) {
        return AwsCall.of("rds:DescribeDBProxyEndpoints", () -> {
            try {
                var answer = clients.rds().describeDBProxyEndpoints(request -> request.dbProxyEndpointName(name));
                return proxy(answer.dbProxyEndpoints().getFirst().dbProxyName());
            } catch (DbProxyEndpointNotFoundException _) {
                return Optional.empty();
            }
        });
    }

    /**
     * Refuses an ARN of another account: the search would find nothing, and its error would mislead.
     *
     * @throws OpsException of kind USAGE, with both accounts
     */
    public void refuseOtherAccount(InstanceReference reference) {
        if (reference.account().isEmpty()) {
            return;
        }
        var own = AwsCall.of("sts:GetCallerIdentity", () -> clients.sts().getCallerIdentity())
                .account();
        if (!reference.account().get().equals(own)) {
            throw new OpsException(
                    Kind.USAGE,
                    "the ARN (from %s) is of account %s, and the credentials are of account %s"
                            .formatted(reference.source(), reference.account().get(), own),
                    "use credentials of that account: --profile NAME, or AWS_PROFILE");
        }
    }

    private OpsException notFound(InstanceReference reference) {
        var names = names();
        var nearest = Spelling.nearest(reference.name(), names);
        var hint = names.isEmpty()
                ? "there is none in this region: check --region and the account (--profile)"
                : nearest.isEmpty()
                        ? "in this region there are: " + String.join(", ", names)
                        : "did you mean \"" + nearest + "\"?";
        return new OpsException(
                Kind.USAGE,
                "there is no %s \"%s\" in %s (from %s)"
                        .formatted(kindWord(reference), reference.name(), clients.region(), reference.source()),
                hint);
    }

    private static String kindWord(InstanceReference reference) {
        return reference
                .kind()
                .map(kind -> switch (kind) {
                    case INSTANCE -> "instance";
                    case CLUSTER, CLUSTER_READER, GLOBAL -> "cluster";
                    case CLUSTER_CUSTOM -> "cluster endpoint";
                    case PROXY -> "proxy";
                    case PROXY_ENDPOINT -> "proxy endpoint";
                })
                .orElse("instance or cluster");
    }

    /** All instances and clusters of the region, including those of other engines. */
    private List<String> names() {
        var names = new ArrayList<String>();
        AwsCall.of(DESCRIBE_INSTANCES, () -> {
            clients.rds()
                    .describeDBInstancesPaginator()
                    .dbInstances()
                    .forEach(instance -> names.add(instance.dbInstanceIdentifier()));
            return names;
        });
        AwsCall.of(DESCRIBE_CLUSTERS, () -> {
            clients.rds()
                    .describeDBClustersPaginator()
                    .dbClusters()
                    .forEach(cluster -> names.add(cluster.dbClusterIdentifier()));
            return names;
        });
        names.sort(null);
        return names;
    }
}
