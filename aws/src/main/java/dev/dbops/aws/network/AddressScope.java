package dev.dbops.aws.network;

import java.util.List;

/**
 * The scope in which an address is valid, from the registries of special-purpose addresses (RFC 6890 and its updates).
 */
public enum AddressScope {
    /** Everywhere: another network can see it. */
    PUBLIC,
    /** In private networks, and behind a carrier's NAT. */
    PRIVATE,
    /** Nowhere, or on one machine or link: no packet comes from it. */
    RESERVED;

    private static final List<AddressRange> PRIVATE_RANGES =
            ranges("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7");

    private static final List<AddressRange> RESERVED_RANGES = ranges(
            "0.0.0.0/8",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "192.0.0.0/24",
            "192.0.2.0/24", // documentation
            "192.88.99.0/24", // 6to4's relays
            "198.18.0.0/15", // benchmarks
            "198.51.100.0/24", // documentation
            "203.0.113.0/24", // documentation
            "224.0.0.0/4", // multicast
            "240.0.0.0/4",
            "2001::/23", // Teredo and others
            "2001:db8::/32", // documentation
            "2002::/16", // 6to4
            "3fff::/20"); // documentation

    /** All IPv6 addresses that are assigned to networks; addresses outside it are special. */
    private static final List<AddressRange> GIVEN_OUT = ranges("2000::/3");

    private static final List<AddressRange> THIS_MACHINE = ranges("127.0.0.0/8", "::1/128");

    /** Returns whether the host is this machine, by name or by address. */
    public static boolean isThisMachine(String host) {
        return host.equals("localhost")
                // the directory of a Unix-domain socket
                || host.startsWith("/")
                || AddressRange.parse(host)
                        .filter(address -> contain(THIS_MACHINE, address))
                        .isPresent();
    }

    /** The scope of the range's first address. */
    public static AddressScope of(AddressRange range) {
        if (contain(PRIVATE_RANGES, range)) {
            return PRIVATE;
        }
        var given = range.version() == 4 || contain(GIVEN_OUT, range);
        return given && !contain(RESERVED_RANGES, range) ? PUBLIC : RESERVED;
    }

    private static boolean contain(List<AddressRange> ranges, AddressRange wanted) {
        for (var range : ranges) {
            if (range.contains(wanted)) {
                return true;
            }
        }
        return false;
    }

    private static List<AddressRange> ranges(String... texts) {
        var ranges = new AddressRange[texts.length];
        for (var i = 0; i < texts.length; i++) {
            ranges[i] = AddressRange.parse(texts[i], "the registry");
        }
        return List.of(ranges);
    }
}
