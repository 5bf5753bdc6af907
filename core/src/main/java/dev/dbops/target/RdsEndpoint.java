package dev.dbops.target;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The facts about an Amazon RDS database that its host name contains.
 *
 * <p>Endpoints are {@code NAME.ID.REGION.rds.amazonaws.com}, in China {@code NAME.ID.rds.REGION.amazonaws.com.cn}, and
 * each partition has a domain of its own. The beginning of ID distinguishes instances, clusters and proxies; a proxy's
 * additional endpoints have their own label before it ({@code ENDPOINT.endpoint.proxy-ID...}), and then do not name the
 * proxy. See "Connecting to a DB instance" and "Amazon Aurora endpoint connections" in the RDS and Aurora user guides.
 *
 * @param kind the kind of resource that the name leads to
 * @param name the instance, cluster, proxy or endpoint of that name
 * @param region the region, such as eu-central-1; empty for the endpoint of a global database, which moves
 */
public record RdsEndpoint(Kind kind, String name, String region) {
    /** The kind of resource that an endpoint leads to. */
    public enum Kind {
        INSTANCE,
        /** The writer of an Aurora or Multi-AZ cluster. */
        CLUSTER,
        /** Any reader of a cluster. */
        CLUSTER_READER,
        /** A custom set of a cluster's instances; the name is the endpoint's. */
        CLUSTER_CUSTOM,
        PROXY,
        /** An additional endpoint of a proxy; the name is the endpoint's. */
        PROXY_ENDPOINT,
        /** The writer of a global database; the name is the global cluster's. */
        GLOBAL
    }

    private static final String DOMAIN_IN_CHINA = ".amazonaws.com.cn";

    /** The domains of the partitions of AWS: all regions, China, the European Sovereign Cloud, and isolated ones. */
    private static final List<String> DOMAINS = List.of(
            ".amazonaws.com",
            DOMAIN_IN_CHINA,
            ".amazonaws.eu",
            ".c2s.ic.gov",
            ".sc2s.sgov.gov",
            ".cloud.adc-e.uk",
            ".csp.hci.ic.gov");

    /** Returns whether the host is a database on RDS, of any kind. */
    public static boolean isRds(String host) {
        var name = canonical(host);
        return name.contains(".rds.") && DOMAINS.stream().anyMatch(name::endsWith);
    }

    /** Reads a host name; empty when it is not an RDS host name. */
    public static Optional<RdsEndpoint> parse(String host) {
        if (!isRds(host)) {
            return Optional.empty();
        }
        var labels = canonical(host).split("\\.");
        var rds = rdsLabel(labels);
        var own = ownLabels(canonical(host), labels);
        if (own < 2) {
            return Optional.empty();
        }
        var region = own == rds ? labels[rds + 1] : labels[rds - 1];
        return of(labels[0], labels[own - 1], own == 3 ? labels[1] : "", region);
    }

    /**
     * Returns whether two host names can lead to one database: they are the same name, or the writer and the reader of
     * one cluster, or endpoints of different kinds in one account and region, where the name does not say which
     * database it leads to (a proxy, an instance of a cluster). Each account has one identifier in a region, which is
     * part of all its endpoints ("customer DNS identifier" in the Aurora user guide); no other account can have it.
     */
    public static boolean mayBeOne(String first, String second) {
        if (canonical(first).equals(canonical(second))) {
            return true;
        }
        var one = parse(first);
        var other = parse(second);
        return one.isPresent()
                && other.isPresent()
                && isOfOneAccount(first, second)
                && one.get().isBeside(other.get());
    }

    private boolean isBeside(RdsEndpoint other) {
        if (kind == other.kind || kind == Kind.GLOBAL || other.kind == Kind.GLOBAL) {
            return false;
        }
        var inCluster = (kind == Kind.CLUSTER || kind == Kind.CLUSTER_READER)
                && (other.kind == Kind.CLUSTER || other.kind == Kind.CLUSTER_READER);
        return !inCluster || name.equals(other.name);
    }

    /** Returns whether two endpoints belong to one account, in one region. */
    public static boolean isOfOneAccount(String first, String second) {
        var account = account(first);
        return !account.isEmpty() && account.equals(account(second));
    }

    /** The identifier of the account, the region and the domain; empty for a name that is not an RDS host name. */
    private static String account(String host) {
        if (parse(host).isEmpty()) {
            return "";
        }
        var labels = canonical(host).split("\\.");
        var own = ownLabels(canonical(host), labels);
        var id = labels[own - 1];
        return id.substring(id.lastIndexOf('-') + 1) + "."
                + String.join(".", List.of(labels).subList(own, labels.length));
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

    /** The number of labels before the region and "rds": NAME.ID.REGION.rds, or NAME.ID.rds.REGION in China. */
    private static int ownLabels(String name, String... labels) {
        var rds = rdsLabel(labels);
        return name.endsWith(DOMAIN_IN_CHINA) && rds == labels.length - 5 ? rds : rds - 1;
    }

    private static int rdsLabel(String... labels) {
        for (var i = labels.length - 1; i > 0; i--) {
            if (labels[i].equals("rds")) {
                return i;
            }
        }
        return -1;
    }

    /** The host name in lower case, without a dot at the end: the form in certificates and tokens. */
    public static String canonical(String host) {
        var name = host.toLowerCase(Locale.ROOT);
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }
}
