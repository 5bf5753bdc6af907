package dev.dbops.target;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The certificates that are trusted on Amazon RDS by default: those that Amazon's own authorities issued for the host's
 * name.
 *
 * <p>There is a file of authorities for each region, one for proxies, and {@code all.pem}; reading three certificates
 * is much faster than reading all of them. See "Using SSL/TLS to encrypt a connection to a DB instance" in the RDS user
 * guide.
 */
final class RdsCertificates {
    private static final String ALL = "all";

    private RdsCertificates() {}

    /**
     * Sets sslmode and sslrootcert when all hosts are on RDS and they are not set.
     *
     * @param directory the certificates that are delivered with db-ops
     */
    static void complete(Map<String, String> parameters, List<HostPort> hosts, Path directory) {
        for (var address : hosts) {
            if (!RdsEndpoint.isRds(address.host())) {
                return;
            }
        }
        completeForToken(parameters, hosts, directory);
    }

    /** The same for hosts that get a token: hosts in the user's own domain are aliases of RDS endpoints. */
    static void completeForToken(Map<String, String> parameters, List<HostPort> hosts, Path directory) {
        parameters.putIfAbsent("sslmode", "verify-full");
        // the weaker modes do not verify the server
        if (parameters.get("sslmode").startsWith("verify-")) {
            parameters.putIfAbsent(
                    "sslrootcert",
                    file(hosts, directory).toAbsolutePath().normalize().toString());
        }
    }

    private static Path file(List<HostPort> hosts, Path directory) {
        var name = name(hosts.getFirst());
        for (var address : hosts) {
            if (!name(address).equals(name)) {
                name = ALL;
            }
        }
        var file = directory.resolve("rds").resolve(name + ".pem");
        return Files.exists(file) ? file : directory.resolve("rds").resolve(ALL + ".pem");
    }

    private static String name(HostPort address) {
        var endpoint = RdsEndpoint.parse(address.host());
        if (endpoint.isEmpty() || endpoint.get().region().isEmpty()) {
            return ALL;
        }
        return switch (endpoint.get().kind()) {
            case PROXY, PROXY_ENDPOINT -> "proxy";
            case INSTANCE, CLUSTER, CLUSTER_READER, CLUSTER_CUSTOM, GLOBAL ->
                endpoint.get().region();
        };
    }
}
