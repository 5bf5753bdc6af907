package dev.dbops.doctor.connection;

import dev.dbops.doctor.Finding;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.HostPort;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/**
 * The addresses of a target's host.
 *
 * @param host as the target names it
 * @param addresses in the order of the system's resolver, of which the driver uses the first; empty if the name is
 *     unknown
 */
record HostAddresses(HostPort host, List<InetAddress> addresses) {
    HostAddresses {
        addresses = List.copyOf(addresses);
    }

    /** Resolves all hosts, in order. */
    static List<HostAddresses> of(ConnectionTarget target) {
        var known = target.parameters().containsKey("hostaddr")
                ? List.of(target.parameters().get("hostaddr").split(","))
                : List.<String>of();
        var all = new ArrayList<HostAddresses>();
        for (var host : target.hosts()) {
            all.add(new HostAddresses(
                    host, known.isEmpty() ? lookUp(host) : List.of(InetAddress.ofLiteral(known.get(all.size())))));
        }
        return all;
    }

    private static List<InetAddress> lookUp(HostPort host) {
        try {
            return List.of(InetAddress.getAllByName(host.host()));
        } catch (UnknownHostException _) {
            // no address is the answer
            return List.of();
        }
    }

    boolean isKnown() {
        return !addresses.isEmpty();
    }

    /**
     * The finding about the name.
     *
     * @param others whether another host of the target is known
     */
    Finding finding(ConnectionTarget target, boolean others) {
        var step = ConnectionSteps.NAME_RESOLUTION;
        if (!isKnown()) {
            var message = "the host \"%s\" is not known".formatted(host.host());
            var remedy = "check the host name in " + target.origin().description()
                    + ", and the network; a private name needs a VPN, or a tunnel: --via ssh:HOST";
            return others ? step.warning(message, remedy) : step.failed(message, remedy);
        }
        if (target.parameters().containsKey("hostaddr")) {
            return step.ok("hostaddr says %s for %s".formatted(text(), host.host()));
        }
        return step.ok(text().equals(host.host()) ? text() + " is an address" : host.host() + " is " + text());
    }

    private String text() {
        var text = new StringBuilder();
        for (var address : addresses) {
            text.append(text.isEmpty() ? "" : ", ").append(address.getHostAddress());
        }
        return text.toString();
    }
}
