package dev.dbops.target;

import java.util.Locale;
import java.util.Optional;

/**
 * What the host name of a database on Amazon RDS says about it.
 *
 * <p>Endpoints are {@code NAME.ID.REGION.rds.amazonaws.com}, in China {@code NAME.ID.rds.REGION.amazonaws.com.cn}. What
 * ID begins with tells instances from clusters and proxies; a proxy's further endpoints have a label of their own before
 * it ({@code ENDPOINT.endpoint.proxy-ID...}), and then do not name the proxy. See "Connecting to a DB instance" and
 * "Amazon Aurora endpoint connections" in the RDS and Aurora user guides.
 *
 * @param kind what the name leads to
 * @param name the instance, cluster, proxy or endpoint of that name
 * @param region the region, such as eu-central-1; empty for the endpoint of a global database, which moves
 */
public record RdsEndpoint(Kind kind, String name, String region) {
    /** What an endpoint leads to. */
    public enum Kind {
        INSTANCE,
        /** The writer of an Aurora or Multi-AZ cluster. */
        CLUSTER,
        /** Any reader of a cluster. */
        CLUSTER_READER,
        /** A choice of a cluster's instances; the name is the endpoint's. */
        CLUSTER_CUSTOM,
        PROXY,
        /** A further endpoint of a proxy; the name is the endpoint's. */
        PROXY_ENDPOINT,
        /** The writer of a global database; the name is the global cluster's. */
        GLOBAL
    }

    private static final String DOMAIN = ".amazonaws.com";
    private static final String DOMAIN_IN_CHINA = ".amazonaws.com.cn";

    /** Whether the host is a database on RDS, whatever kind it is of. */
    public static boolean isRds(String host) {
        var name = canonical(host);
        return name.contains(".rds.") && (name.endsWith(DOMAIN) || name.endsWith(DOMAIN_IN_CHINA));
    }

    /** Reads a host name; empty when it is none of RDS. */
    public static Optional<RdsEndpoint> parse(String host) {
        if (!isRds(host)) {
            return Optional.empty();
        }
        var labels = canonical(host).split("\\.");
        var rds = rdsLabel(labels);
        // NAME.ID.REGION.rds, or NAME.ID.rds.REGION: the labels before the region and "rds"
        var inChina = canonical(host).endsWith(DOMAIN_IN_CHINA);
        var own = inChina && rds == labels.length - 5 ? rds : rds - 1;
        if (own < 2) {
            return Optional.empty();
        }
        var region = own == rds ? labels[rds + 1] : labels[rds - 1];
        return of(labels[0], labels[own - 1], own == 3 ? labels[1] : "", region);
    }

    private static Optional<RdsEndpoint> of(String name, String id, String between, String region) {
        if (between.equals("endpoint") && id.startsWith("proxy-")) {
            return Optional.of(new RdsEndpoint(Kind.PROXY_ENDPOINT, name, region));
        }
        if (!between.isEmpty()) {
            return Optional.empty();
        }
        var kind = kind(id);
        return Optional.of(new RdsEndpoint(kind, name, kind == Kind.GLOBAL ? "" : region));
    }

    private static Kind kind(String id) {
        if (id.startsWith("cluster-ro-")) {
            return Kind.CLUSTER_READER;
        }
        if (id.startsWith("cluster-custom-")) {
            return Kind.CLUSTER_CUSTOM;
        }
        if (id.startsWith("cluster-")) {
            return Kind.CLUSTER;
        }
        if (id.startsWith("proxy-")) {
            return Kind.PROXY;
        }
        return id.startsWith("global-") ? Kind.GLOBAL : Kind.INSTANCE;
    }

    private static int rdsLabel(String... labels) {
        for (var i = labels.length - 1; i > 0; i--) {
            if (labels[i].equals("rds")) {
                return i;
            }
        }
        return -1;
    }

    private static String canonical(String host) {
        var name = host.toLowerCase(Locale.ROOT);
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }
}
