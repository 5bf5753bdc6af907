package dev.dbops.target;

/**
 * One server address of a target.
 *
 * @param host a name or an IP address; IPv6 without its brackets
 * @param port 1 to 65535
 */
public record HostPort(String host, int port) {
    /** Writes it as in a URL: {@code host:port}, an IPv6 address in brackets. */
    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
