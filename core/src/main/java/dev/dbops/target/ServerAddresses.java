package dev.dbops.target;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.tunnel.Via;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Matches libpq's lists of hosts and ports (PostgreSQL documentation, 34.1.1.3): {@code host=a,b port=5432,5433}, where
 * one port serves all hosts. A host that begins with "/" is the directory of a Unix-domain socket.
 *
 * <p>No error quotes a port: in a URL whose password is not encoded, it may be a part of the password.
 */
final class ServerAddresses {
    private static final int DEFAULT_PORT = 5432;

    /** The size of sun_path in Linux, without the NUL at its end (unix(7)). */
    private static final int LONGEST_SOCKET_PATH = 107;

    private ServerAddresses() {}

    /**
     * The addresses in the order in which they are to be tried. When no host is given, it is the default Unix-domain
     * socket, as in libpq, or localhost when there is no such socket or the connection goes through another machine.
     */
    static List<HostPort> of(ConnectionSettings settings, SocketDirectories sockets) {
        var hosts = hosts(settings, sockets);
        var ports = ports(settings, hosts.size());
        var addresses = new ArrayList<HostPort>(hosts.size());
        for (int i = 0; i < hosts.size(); i++) {
            addresses.add(new HostPort(hosts.get(i), ports.get(ports.size() == 1 ? 0 : i)));
        }
        if (addresses.stream().anyMatch(HostPort::isSocket)) {
            checkSockets(addresses, settings);
        }
        if (settings.has(ConnectionTarget.VIA)) {
            checkTunnel(addresses, settings);
        }
        return addresses;
    }

    /** A tunnel leads to one host. */
    private static void checkTunnel(List<HostPort> addresses, ConnectionSettings settings) {
        Via.parse(settings.get(ConnectionTarget.VIA), settings.sourceOf(ConnectionTarget.VIA));
        if (addresses.size() > 1) {
            throw new OpsException(
                    Kind.USAGE,
                    "via needs one host, but there are " + addresses.size() + ": a tunnel leads to one host",
                    "name the endpoint of the cluster, or one of the servers");
        }
        if (addresses.getFirst().isSocket()) {
            throw new OpsException(
                    Kind.USAGE,
                    "via needs a host, but the host in " + settings.sourceOf("host") + " is a Unix-domain socket",
                    "name the server's host as the other machine knows it, such as localhost");
        }
    }

    private static List<String> hosts(ConnectionSettings settings, SocketDirectories sockets) {
        if (!settings.has("host")) {
            return settings.has("hostaddr") ? checkedHosts(settings, "hostaddr") : List.of(local(settings, sockets));
        }
        var hosts = checkedHosts(settings, "host");
        if (settings.has("hostaddr")) {
            checkAddresses(settings, hosts.size());
        }
        return hosts;
    }

    private static String local(ConnectionSettings settings, SocketDirectories sockets) {
        if (settings.has(ConnectionTarget.VIA)) {
            // the other machine itself, which this machine's sockets do not lead to
            return "localhost";
        }
        return sockets.withSocket(ports(settings, 1).getFirst())
                .map(Path::toString)
                .orElse("localhost");
    }

    private static void checkSockets(List<HostPort> addresses, ConnectionSettings settings) {
        var source = settings.has("host") ? settings.sourceOf("host") : "the default";
        if (settings.has("hostaddr") || !addresses.stream().allMatch(HostPort::isSocket)) {
            throw new OpsException(
                    Kind.USAGE,
                    "the host in " + source + " is a Unix-domain socket, which cannot be mixed with TCP addresses",
                    "give only directories of sockets, or only names and IP addresses");
        }
        for (var address : addresses) {
            if (address.socketFile().toString().getBytes(StandardCharsets.UTF_8).length > LONGEST_SOCKET_PATH) {
                throw new OpsException(
                        Kind.USAGE,
                        "the path of the Unix-domain socket in " + source + " is longer than " + LONGEST_SOCKET_PATH
                                + " bytes",
                        "use a shorter directory, or localhost");
            }
        }
    }

    private static List<String> checkedHosts(ConnectionSettings settings, String name) {
        var hosts = new ArrayList<String>();
        for (var host : settings.get(name).split(",", -1)) {
            hosts.add(checkedHost(host, settings.sourceOf(name)));
        }
        return hosts;
    }

    /** With both, the addresses say where to connect, and the names say which server must answer there. */
    private static void checkAddresses(ConnectionSettings settings, int hosts) {
        var source = settings.sourceOf("hostaddr");
        var addresses = settings.get("hostaddr").split(",", -1);
        if (addresses.length != hosts) {
            throw new OpsException(
                    Kind.USAGE,
                    addresses.length + (addresses.length == 1 ? " address is" : " addresses are") + " given in "
                            + source + " for " + hosts + (hosts == 1 ? " host" : " hosts"),
                    "give one hostaddr for each host");
        }
        for (var address : addresses) {
            try {
                InetAddress.ofLiteral(address);
            } catch (IllegalArgumentException e) {
                throw new OpsException(
                        Kind.USAGE,
                        "hostaddr in " + source + " is not an IP address: \"" + address + "\"",
                        "write a name as host",
                        e);
            }
        }
    }

    private static String checkedHost(String host, String source) {
        if (host.isEmpty()) {
            throw new OpsException(
                    Kind.USAGE, "the list of hosts in " + source + " has an empty entry", "remove the extra comma");
        }
        if (host.startsWith("@")) {
            throw new OpsException(
                    Kind.USAGE,
                    "the host in " + source + " is an abstract Unix-domain socket, which Java does not support",
                    "use a directory of unix_socket_directories that begins with \"/\", or localhost");
        }
        if (HostPort.isSocket(host)) {
            return host;
        }
        for (int i = 0; i < host.length(); i++) {
            char character = host.charAt(i);
            if (character <= ' ' || "/@?#\"\\<>".indexOf(character) >= 0) {
                throw new OpsException(
                        Kind.USAGE,
                        "the host in " + source + " contains "
                                + (character <= ' ' ? "a space" : "\"" + character + "\""),
                        "a host is a name or an IP address; in a password write \"" + character + "\" as "
                                + PercentEncoding.encode(String.valueOf(character)));
            }
        }
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    /** One port for all hosts, or one for each. */
    private static List<Integer> ports(ConnectionSettings settings, int hosts) {
        if (!settings.has("port")) {
            return List.of(DEFAULT_PORT);
        }
        var source = settings.sourceOf("port");
        var ports = new ArrayList<Integer>();
        for (var port : settings.get("port").split(",", -1)) {
            ports.add(port.isEmpty() ? DEFAULT_PORT : number(port, source));
        }
        if (ports.size() != 1 && ports.size() != hosts) {
            throw new OpsException(
                    Kind.USAGE,
                    ports.size() + " ports are given in " + source + " for " + hosts
                            + (hosts == 1 ? " host" : " hosts"),
                    "give one port for all hosts, or one for each");
        }
        return ports;
    }

    private static int number(String text, String source) {
        int number = 0;
        for (int i = 0; i < text.length() && number <= 65535; i++) {
            int digit = text.charAt(i) - '0';
            number = digit < 0 || digit > 9 ? 65536 : number * 10 + digit;
        }
        if (number < 1 || number > 65535) {
            throw new OpsException(
                    Kind.USAGE, "the port in " + source + " is not a number from 1 to 65535", hint(source));
        }
        return number;
    }

    private static String hint(String source) {
        return source.equals(UrlReader.SOURCE)
                ? "write postgresql://USER:PASSWORD@HOST:PORT/NAME, an IPv6 address in brackets"
                        + " and any \"/\" in the password as %2F"
                : "PostgreSQL's own port is 5432";
    }
}
