package dev.dbops.aws.network;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.aws.network.AddressService.Answer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;

/** Finds the public addresses of this machine by asking address services. */
public final class PublicAddress {
    /** The variable that names a custom address service. */
    public static final String SERVICE_4 = "DB_OPS_ADDRESS_URL";

    /** The same, for IPv6. */
    public static final String SERVICE_6 = "DB_OPS_ADDRESS_URL_V6";

    /** Amazon's, which supports only IPv4, and Cloudflare's. */
    private static final List<AddressService> SERVICES_4 =
            List.of(service("https://checkip.amazonaws.com"), service("https://ipv4.icanhazip.com"));

    /** Cloudflare's and ipify's. */
    private static final List<AddressService> SERVICES_6 =
            List.of(service("https://ipv6.icanhazip.com"), service("https://api6.ipify.org"));

    private final List<AddressService> services4;
    private final List<AddressService> services6;

    private PublicAddress(List<AddressService> services4, List<AddressService> services6) {
        this.services4 = services4;
        this.services6 = services6;
    }

    /**
     * The result of the search.
     *
     * @param addresses at most one of each version of IP
     * @param troubles why a version has no address, one sentence each; a machine without IPv6 is not a problem
     */
    public record Discovery(List<AddressRange> addresses, List<String> troubles) {}

    /**
     * Uses the services that the variables name, or the public ones by default.
     *
     * @param urls4 the value of {@link #SERVICE_4}: URLs separated by spaces, tried in this order until one succeeds;
     *     empty for none
     * @param urls6 the value of {@link #SERVICE_6}
     * @throws OpsException of kind USAGE when one is not a URL over TLS
     */
    public static PublicAddress of(String urls4, String urls6) {
        return urls4.isBlank() && urls6.isBlank()
                ? new PublicAddress(SERVICES_4, hasRoute6() ? SERVICES_6 : List.of())
                : new PublicAddress(services(SERVICE_4, urls4), services(SERVICE_6, urls6));
    }

    private static List<AddressService> services(String variable, String urls) {
        var services = new ArrayList<AddressService>();
        for (var url : urls.strip().split("\\s+")) {
            if (!url.isEmpty()) {
                services.add(new AddressService(checked(variable, url)));
            }
        }
        return services;
    }

    private static AddressService service(String url) {
        return new AddressService(URI.create(url));
    }

    /** Requires TLS where possible: an attacker who changes the answer in transit could gain access. */
    private static URI checked(String variable, String url) {
        try {
            var uri = new URI(url);
            var host = uri.getHost();
            var secure = "https".equals(uri.getScheme())
                    || "http".equals(uri.getScheme()) && host != null && AddressScope.isThisMachine(host);
            if (host != null && secure) {
                return uri;
            }
        } catch (URISyntaxException _) {
            // reported below, as any other invalid URL
        }
        throw new OpsException(
                Kind.USAGE,
                "\"%s\" is not an https:// URL (from %s)".formatted(url, variable),
                "set it to an https:// page that returns the address of its client");
    }

    /**
     * Asks the services.
     *
     * @throws OpsException of kind UNREACHABLE when no address was found
     */
    public Discovery discover() {
        var addresses = new ArrayList<AddressRange>();
        var troubles = new ArrayList<String>();
        ask(services4, 4, addresses, troubles);
        ask(services6, 6, addresses, troubles);
        if (addresses.isEmpty()) {
            throw new OpsException(
                    Kind.UNREACHABLE,
                    "this machine's public address could not be found"
                            + (troubles.isEmpty() ? "" : ": " + String.join("; ", troubles)),
                    "pass it: --ip ADDRESS, or set GITPOD_IP; or set your own service: " + SERVICE_4);
        }
        return new Discovery(List.copyOf(addresses), List.copyOf(troubles));
    }

    private static void ask(
            List<AddressService> services, int version, List<AddressRange> addresses, List<String> troubles) {
        var reasons = new ArrayList<String>();
        for (var service : services) {
            var answer = service.ask(version);
            if (answer instanceof Answer.Found found) {
                addresses.add(found.address());
                return;
            }
            if (answer instanceof Answer.Useless useless) {
                reasons.add(useless.reason());
            }
        }
        troubles.addAll(reasons);
    }

    /** Returns whether this machine can send IPv6 packets from a public address; sends none to find out. */
    private static boolean hasRoute6() {
        try (var channel = DatagramChannel.open(StandardProtocolFamily.INET6)) {
            channel.connect(new InetSocketAddress("2606:4700::1111", 53));
            var own = (InetSocketAddress) channel.getLocalAddress();
            return AddressRange.parse(own.getAddress().getHostAddress())
                    .filter(address -> AddressScope.of(address) == AddressScope.PUBLIC)
                    .isPresent();
        } catch (IOException | UnsupportedOperationException _) {
            return false;
        }
    }
}
