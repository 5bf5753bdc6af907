package dev.dbops.aws.network;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Optional;

/**
 * A range of IP addresses in the form that AWS uses: no bits set after the prefix, IPv6 as in RFC 5952.
 *
 * @param address its first address
 * @param prefix the number of leading bits that all of its addresses share
 * @param version 4 or 6
 */
public record AddressRange(String address, int prefix, int version) {
    /** The widest range of one network: a /8 of IPv4, a /16 of IPv6. A wider range is treated as the whole internet. */
    private static final int WIDEST_NETWORK_4 = 8;

    private static final int WIDEST_NETWORK_6 = 16;

    /**
     * Reads an address, or a range with its prefix (198.51.100.0/24).
     *
     * @param source where the text came from, to follow the word "from"
     * @throws OpsException of kind USAGE when it is neither
     */
    public static AddressRange parse(String text, String source) {
        return parse(text)
                .orElseThrow(() -> new OpsException(
                        Kind.USAGE,
                        "\"%s\" is not an IP address (from %s)".formatted(text, source),
                        "write it as 198.51.100.7, 198.51.100.0/24 or 2001:db8::7"));
    }

    /** Reads an address, or a range with its prefix; empty when it is neither. */
    public static Optional<AddressRange> parse(String text) {
        var slash = text.indexOf('/');
        var bytes = address(slash < 0 ? text : text.substring(0, slash));
        if (bytes.length == 0) {
            return Optional.empty();
        }
        var prefix = slash < 0 ? bytes.length * Byte.SIZE : number(text.substring(slash + 1), bytes.length * Byte.SIZE);
        return prefix < 0 ? Optional.empty() : Optional.of(of(bytes, prefix));
    }

    private static AddressRange of(byte[] bytes, int prefix) {
        for (var bit = prefix; bit < bytes.length * Byte.SIZE; bit++) {
            bytes[bit / Byte.SIZE] &= (byte) ~(0x80 >> bit % Byte.SIZE);
        }
        return bytes.length == 4
                ? new AddressRange(text4(bytes), prefix, 4)
                : new AddressRange(Ipv6Format.of(bytes), prefix, 6);
    }

    /** Written out, because a record generates its own at run time, which took a sixth of the time of sg-update. */
    @Override
    public boolean equals(Object other) {
        return other instanceof AddressRange range
                && range.version == version
                && range.prefix == prefix
                && range.address.equals(address);
    }

    @Override
    public int hashCode() {
        return address.hashCode() * 31 + prefix;
    }

    /** The bytes of an address as people write it; empty when it is not a valid address. Never looks up names. */
    private static byte[] address(String text) {
        return text.indexOf(':') < 0 ? address4(text) : address6(text);
    }

    /** Accepts exactly four numbers: Java also accepts 127.1, and other programs read 010 as eight. */
    private static byte[] address4(String text) {
        var parts = text.split("\\.", -1);
        var numbers = parts.length == 4;
        for (var part : parts) {
            numbers &= number(part, 255) >= 0;
        }
        return numbers ? Inet4Address.ofLiteral(text).getAddress() : new byte[0];
    }

    private static byte[] address6(String text) {
        if (text.indexOf('%') >= 0 || text.indexOf('[') >= 0) {
            return new byte[0];
        }
        try {
            // an IPv4-mapped IPv6 address (::ffff:198.51.100.7) is returned as IPv4
            return Inet6Address.ofLiteral(text).getAddress();
        } catch (IllegalArgumentException _) {
            return new byte[0];
        }
    }

    /** A number without sign and leading zeros, or -1. */
    private static int number(String text, int largest) {
        if (text.isEmpty() || text.length() > 3 || text.length() > 1 && text.charAt(0) == '0') {
            return -1;
        }
        var number = 0;
        for (var i = 0; i < text.length(); i++) {
            var digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number <= largest ? number : -1;
    }

    private static String text4(byte[] bytes) {
        var text = new StringBuilder();
        for (var part : bytes) {
            text.append(text.isEmpty() ? "" : ".").append(Byte.toUnsignedInt(part));
        }
        return text.toString();
    }

    /** Returns whether it is a single address. */
    public boolean isSingle() {
        return prefix == (version == 4 ? 32 : 128);
    }

    /** Returns whether it covers the whole internet, or more of it than any one network has. */
    public boolean isWorld() {
        return prefix < (version == 4 ? WIDEST_NETWORK_4 : WIDEST_NETWORK_6);
    }

    /** Returns whether this range contains all addresses of the other. */
    public boolean contains(AddressRange other) {
        return version == other.version
                && prefix <= other.prefix
                && of(other.bytes(), prefix).equals(this);
    }

    private byte[] bytes() {
        return InetAddress.ofLiteral(address).getAddress();
    }

    /** As AWS writes it: 198.51.100.7/32. */
    @Override
    public String toString() {
        return address + "/" + prefix;
    }
}
