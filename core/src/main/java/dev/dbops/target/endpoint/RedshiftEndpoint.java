package dev.dbops.target.endpoint;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The facts about an Amazon Redshift warehouse that its host name contains.
 *
 * <p>Endpoints are {@code CLUSTER.ID.REGION.redshift.amazonaws.com}, and of Redshift Serverless {@code
 * WORKGROUP.ACCOUNT.REGION.redshift-serverless.amazonaws.com}; see "Finding your cluster connection string" and
 * "Connecting to Amazon Redshift Serverless" in the Redshift management guide.
 *
 * @param isServerless whether it is a workgroup of Redshift Serverless
 * @param name the cluster, or the workgroup
 * @param region the region, such as eu-central-1
 */
public record RedshiftEndpoint(boolean isServerless, String name, String region) {
    /** The port of both kinds, if they have no other. */
    public static final int DEFAULT_PORT = 5439;

    private static final Pattern HOST = Pattern.compile(
            "([a-z0-9-]+)\\.[a-z0-9]+\\.([a-z0-9-]+)\\.(redshift|redshift-serverless)\\.amazonaws\\.com(\\.cn)?");

    /** Returns whether the host is a warehouse on Redshift, of either kind. */
    public static boolean isRedshift(String host) {
        return parse(host).isPresent();
    }

    /** Reads a host name; empty when it is not one of Redshift. */
    public static Optional<RedshiftEndpoint> parse(String host) {
        var name = host.toLowerCase(Locale.ROOT);
        var matcher = HOST.matcher(name.endsWith(".") ? name.substring(0, name.length() - 1) : name);
        return matcher.matches()
                ? Optional.of(new RedshiftEndpoint(
                        matcher.group(3).equals("redshift-serverless"), matcher.group(1), matcher.group(2)))
                : Optional.empty();
    }
}
