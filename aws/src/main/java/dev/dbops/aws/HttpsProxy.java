package dev.dbops.aws;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import software.amazon.awssdk.http.urlconnection.ProxyConfiguration;

/**
 * The proxy for requests to AWS, from the variables that curl and the aws CLI use.
 *
 * <p>By default, the SDK uses HTTP_PROXY for {@code https://} too, and reads NO_PROXY as regular expressions. A login
 * in the URL is ignored: Java sends none when it opens a tunnel.
 */
final class HttpsProxy {
    /** An emulator on this machine. */
    private static final String LOOPBACK = "localhost|127\\..*|\\[::1]";

    private HttpsProxy() {}

    /**
     * Reads HTTPS_PROXY and NO_PROXY, in upper or lower case.
     *
     * @throws OpsException of kind USAGE when HTTPS_PROXY is not a valid proxy URL; it may hold a password, so it is
     *     not shown
     */
    static ProxyConfiguration of(Map<String, String> variables) {
        var configuration = ProxyConfiguration.builder().useEnvironmentVariablesValues(false);
        var proxy = variable(variables, "HTTPS_PROXY");
        if (!proxy.isEmpty()) {
            var uri = uri(proxy);
            configuration.endpoint(
                    URI.create("http://" + uri.getHost() + ":" + (uri.getPort() < 0 ? 80 : uri.getPort())));
            configuration.nonProxyHosts(direct(variable(variables, "NO_PROXY")));
        }
        return configuration.build();
    }

    private static String variable(Map<String, String> variables, String name) {
        var small = variables.getOrDefault(name.toLowerCase(Locale.ROOT), "");
        return small.isEmpty() ? variables.getOrDefault(name, "") : small;
    }

    private static URI uri(String proxy) {
        var bare = !proxy.contains("://");
        try {
            var uri = new URI(bare ? "http://" + proxy : proxy);
            if (uri.getHost() != null && !(bare && uri.getPort() < 0)) {
                return uri;
            }
        } catch (URISyntaxException _) {
            // reported below, as a URL without a host
        }
        throw new OpsException(Kind.USAGE, "HTTPS_PROXY is not the URL of a proxy", "write it as http://HOST:PORT");
    }

    /** A domain matches all hosts in it, with or without a leading dot; * matches all hosts. */
    private static Set<String> direct(String noProxy) {
        var hosts = new HashSet<String>();
        hosts.add(LOOPBACK);
        for (var entry : noProxy.split(",")) {
            var domain = entry.strip().toLowerCase(Locale.ROOT);
            if (domain.equals("*")) {
                hosts.add(".*");
            } else if (!domain.isEmpty()) {
                var name = domain.startsWith("*.")
                        ? domain.substring(2)
                        : domain.substring(domain.startsWith(".") ? 1 : 0);
                hosts.add("(.*\\.)?" + Pattern.quote(name));
            }
        }
        return hosts;
    }
}
