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
import software.amazon.awssdk.services.rds.model.DeleteDbProxyRequest;

/** The proxies of a region, and their target databases. */
public final class DatabaseProxies {
    private static final String GONE = "gone";
    private static final String NONE = "none";

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
            for (var line : lines(proxy)) {
                if (line.target().equals(name) || line.target().equals(found.name())) {
                    lines.add(line);
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
        return targets.stream()
                .map(target -> line(
                        proxy,
                        Optional.ofNullable(target.rdsResourceId()).orElse(""),
                        Optional.ofNullable(target.targetHealth())
                                .map(health -> health.stateAsString())
                                .orElse(""),
                        reason(target)))
                .toList();
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
        return AwsCall.of(
                "rds:DescribeDBProxyTargets",
                () ->
                        clients
                                .rds()
                                .describeDBProxyTargetsPaginator(request -> request.dbProxyName(proxy))
                                .targets()
                                .stream()
                                .toList());
    }

    /** Waits until a database can be registered with the proxy. */
    void awaitAvailable(String name, Waiter waiter) {
        waiter.until(
                "proxy \"%s\"".formatted(name),
                "available",
                statusCommand(name),
                () -> find(name).statusAsString());
    }

    /** Waits until the proxy reaches its database. */
    void awaitTarget(String name, Waiter waiter) {
        waiter.until("the target of proxy \"%s\"".formatted(name), "AVAILABLE", statusCommand(name), () -> {
            var line = named(name).getFirst();
            var state = line.targetState().isEmpty() ? NONE : line.targetState();
            return line.reason().isEmpty() ? state : "%s (%s)".formatted(state, line.reason());
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
