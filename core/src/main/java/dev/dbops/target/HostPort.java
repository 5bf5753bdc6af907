package dev.dbops.target;

import java.net.InetAddress;
import java.nio.file.Path;

/**
 * One server address of a target.
 *
 * @param host a name or an IP address; IPv6 without its brackets; or the directory of a Unix-domain socket
 * @param port 1 to 65535; a part of the socket's file name
 */
public record HostPort(String host, int port) {
    private static final int DEFAULT_PORT = 5432;

    /** Returns whether it is a Unix-domain socket: as in libpq, the host is then an absolute path. */
    public boolean isSocket() {
        return isSocket(host);
    }

    /** Returns whether a host is the directory of a Unix-domain socket. */
    static boolean isSocket(String host) {
        return host.startsWith("/");
    }

    /** Returns whether it is surely an address of this machine. A name may resolve to any address. */
    public boolean isThisMachine() {
        try {
            return host.equals("localhost")
                    || isSocket()
                    || InetAddress.ofLiteral(host).isLoopbackAddress();
        } catch (IllegalArgumentException _) {
            // another name
            return false;
        }
    }

    /** The socket's file (PostgreSQL documentation, 19.3.1: unix_socket_directories). */
    public Path socketFile() {
        return Path.of(host, ".s.PGSQL." + port);
    }

    /**
     * Writes it as in a URL: {@code host:port}, an IPv6 address in brackets; a socket's directory without the default
     * port.
     */
    @Override
    public String toString() {
        if (isSocket() && port == DEFAULT_PORT) {
            return host;
        }
        return (host.indexOf(':') >= 0 && !isSocket() ? "[" + host + "]" : host) + ":" + port;
    }
}
