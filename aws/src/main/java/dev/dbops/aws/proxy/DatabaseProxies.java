package dev.dbops.aws.proxy;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.AwsCall;
import dev.dbops.aws.AwsClients;
import dev.dbops.aws.provisioning.RequestPlan;
import dev.dbops.aws.rds.DatabaseInstance;
import dev.dbops.aws.rds.DatabaseInstances;
import dev.dbops.aws.rds.InstanceReference;
import dev.dbops.aws.rds.Waiter;
import dev.dbops.text.Spelling;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.rds.model.DBProxy;
import software.amazon.awssdk.services.rds.model.DBProxyTarget;
import software.amazon.awssdk.services.rds.model.DbProxyNotFoundException;
import software.amazon.awssdk.services.rds.model.DbProxyTargetGroupNotFoundException;
import software.amazon.awssdk.services.rds.model.DbProxyTargetNotFoundException;
import software.amazon.awssdk.services.rds.model.DeleteDbProxyRequest;
import software.amazon.awssdk.services.rds.model.InvalidDbProxyStateException;

/** The proxies of a region, and their target databases. */
public final class DatabaseProxies {
    private static final String GONE = "gone";
    private static final String NONE = "none";
    private static final String AVAILABLE = "AVAILABLE";

    private final AwsClients clients;
    private final DatabaseInstances databases;

    public DatabaseProxies(AwsClients clients) {
        this.clients = clients;
        this.databases = new DatabaseInstances(clients);
    }

    /**
     * The proxy with that name: one entry for each of its target databases.
     *
     * @throws OpsException of kind USAGE when it does not exist; the hint suggests a similar name
     */
    public List<ProxyTarget> named(String name) {
        return lines(find(name));
    }

    private DBProxy find(String name) {
        return databases.describeProxy(name).orElseThrow(() -> {
            var names = all().stream().map(DBProxy::dbProxyName).sorted().toList();
            var nearest = Spelling.nearest(name, names);
            return new OpsException(
                    Kind.USAGE,
                    "there is no proxy \"%s\" in %s".formatted(name, clients.region()),
                    names.isEmpty()
                            ? "there is none in this region: check --region and the account (--profile)"
                            : nearest.isEmpty()
                                    ? "in this region there are: " + String.join(", ", names)
                                    : "did you mean \"" + nearest + "\"?");
        });
    }

    /** The proxies of a database; for a member of a cluster, the proxies of the cluster; for a proxy, itself. */
    public List<ProxyTarget> of(InstanceReference reference) {
        var found = databases.find(reference);
        if (found.type() == DatabaseInstance.Type.PROXY) {
            return named(found.name());
        }
        var name = found.cluster().orElse(found.name());
        var lines = new ArrayList<ProxyTarget>();
        for (var proxy : all()) {
            for (var target : targets(proxy.dbProxyName())) {
                var owner = Optional.ofNullable(target.trackedClusterId()).orElse("");
                if (owner.equals(name)
                        || name.equals(target.rdsResourceId())
                        || found.name().equals(target.rdsResourceId())) {
                    lines.add(line(proxy, target));
                }
            }
        }
        return lines;
    }

    private List<DBProxy> all() {
        return AwsCall.of(
                "rds:DescribeDBProxies",
                () -> clients.rds().describeDBProxiesPaginator(_ -> {}).dbProxies().stream()
                        .toList());
    }

    private List<ProxyTarget> lines(DBProxy proxy) {
        var targets = targets(proxy.dbProxyName());
        if (targets.isEmpty()) {
            return List.of(line(proxy, "", "", ""));
        }
        return targets.stream().map(target -> line(proxy, target)).toList();
    }

    private static ProxyTarget line(DBProxy proxy, DBProxyTarget target) {
        return line(
                proxy,
                Optional.ofNullable(target.rdsResourceId()).orElse(""),
                Optional.ofNullable(target.targetHealth())
                        .map(health -> health.stateAsString())
                        .orElse(""),
                reason(target));
    }

    private static ProxyTarget line(DBProxy proxy, String target, String targetState, String reason) {
        return new ProxyTarget(
                proxy.dbProxyName(),
                proxy.statusAsString(),
                Optional.ofNullable(proxy.endpoint()).orElse(""),
                Boolean.TRUE.equals(proxy.requireTLS()),
                target,
                targetState,
                reason);
    }

    private static String reason(DBProxyTarget target) {
        var health = target.targetHealth();
        if (health == null || health.reasonAsString() == null) {
            return "";
        }
        return health.description() == null
                ? health.reasonAsString()
                : "%s: %s".formatted(health.reasonAsString(), health.description());
    }

    private List<DBProxyTarget> targets(String proxy) {
        return AwsCall.of("rds:DescribeDBProxyTargets", () -> {
            try {
                return clients
                        .rds()
                        .describeDBProxyTargetsPaginator(request -> request.dbProxyName(proxy))
                        .targets()
                        .stream()
                        .toList();
            } catch (DbProxyNotFoundException
                    | DbProxyTargetGroupNotFoundException
                    | DbProxyTargetNotFoundException
                    | InvalidDbProxyStateException _) {
                // it is being created or deleted
                return List.of();
            }
        });
    }

    /** Waits until a database can be registered with the proxy. */
    void awaitAvailable(String name, Waiter waiter) {
        waiter.until(
                "proxy \"%s\"".formatted(name),
                "available",
                statusCommand(name),
                () -> find(name).statusAsString());
    }

    /**
     * Waits until the proxy reaches its database. For a cluster, RDS lists the cluster itself without a state
     * (TRACKED_CLUSTER), and its instances, of which one has to be reached.
     */
    void awaitTarget(String name, Waiter waiter) {
        waiter.until("the target of proxy \"%s\"".formatted(name), AVAILABLE, statusCommand(name), () -> {
            var states = named(name).stream()
                    .filter(line -> !line.targetState().isEmpty())
                    .map(line -> line.reason().isEmpty()
                            ? line.targetState()
                            : "%s (%s)".formatted(line.targetState(), line.reason()))
                    .toList();
            return states.contains(AVAILABLE) ? AVAILABLE : states.isEmpty() ? NONE : states.getFirst();
        });
    }

    /** The request that deletes the proxy of that name; its target databases are kept. */
    public RequestPlan deletion(String name) {
        find(name);
        return new RequestPlan()
                .add(
                        "rds:DeleteDBProxy",
                        DeleteDbProxyRequest.builder().dbProxyName(name).build(),
                        clients.rds()::deleteDBProxy,
                        "",
                        "");
    }

    /** Waits until the proxy is deleted. */
    public void awaitGone(String name, Waiter waiter) {
        waiter.until(
                "proxy \"%s\"".formatted(name),
                GONE,
                statusCommand(name),
                () -> databases.describeProxy(name).map(DBProxy::statusAsString).orElse(GONE));
    }

    private static String statusCommand(String name) {
        return "db-ops rds-proxy --name " + name;
    }
}
