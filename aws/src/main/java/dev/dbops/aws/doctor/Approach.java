package dev.dbops.aws.doctor;

import dev.dbops.aws.network.AddressRange;
import dev.dbops.aws.network.AddressScope;
import dev.dbops.target.ConnectionTarget;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/**
 * The network path to a database.
 *
 * @param addresses the addresses that the host resolves to on this machine; empty when they are unknown
 * @param tunnel whether the packets go to this machine first
 */
public record Approach(List<AddressRange> addresses, boolean tunnel) {
    public Approach {
        addresses = List.copyOf(addresses);
    }

    /** Asks the name servers, unless the target says the address itself (hostaddr) or is reached through a tunnel. */
    public static Approach of(ConnectionTarget target) {
        if (target.via().isPresent()) {
            return new Approach(List.of(), true);
        }
        var host = target.hosts().getFirst().host();
        var given = target.parameters().getOrDefault("hostaddr", "");
        var destination = given.isEmpty() ? host : given.split(",")[0];
        return new Approach(addresses(destination), AddressScope.isThisMachine(destination));
    }

    /** Returns whether the target names this machine itself, where a tunnel listens on its own port. */
    static boolean isThisMachine(ConnectionTarget target) {
        return AddressScope.isThisMachine(target.hosts().getFirst().host());
    }

    private static List<AddressRange> addresses(String host) {
        var addresses = new ArrayList<AddressRange>();
        try {
            for (var address : InetAddress.getAllByName(host)) {
                AddressRange.parse(address.getHostAddress()).ifPresent(addresses::add);
            }
        } catch (UnknownHostException _) {
            return List.of(); // the connection itself says so
        }
        return addresses;
    }

    /** The private address that the host leads to; empty when there is none, or a public one too. */
    String privateAddress() {
        for (var address : addresses) {
            if (AddressScope.of(address) != AddressScope.PRIVATE) {
                return "";
            }
        }
        return addresses.isEmpty() ? "" : addresses.getFirst().address();
    }

    /** Returns whether packets of this IP version may be sent there. */
    boolean takes(int version) {
        for (var address : addresses) {
            if (address.version() == version) {
                return true;
            }
        }
        return addresses.isEmpty();
    }
}
