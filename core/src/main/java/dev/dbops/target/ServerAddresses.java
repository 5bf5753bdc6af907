package dev.dbops.target;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * Matches libpq's lists of hosts and ports (PostgreSQL documentation, 34.1.1.3): {@code host=a,b port=5432,5433}, where
 * one port serves all hosts.
 *
 * <p>No error quotes a port: in a URL whose password is not encoded, it may be a part of the password.
 */
final class ServerAddresses {
    private static final int DEFAULT_PORT = 5432;

    private ServerAddresses() {}

    /** The addresses in the order in which they are to be tried; localhost when no host is given. */
    static List<HostPort> of(ConnectionSettings settings) {
        var hosts = hosts(settings);
        var ports = ports(settings, hosts.size());
        var addresses = new ArrayList<HostPort>(hosts.size());
        for (int i = 0; i < hosts.size(); i++) {
            addresses.add(new HostPort(hosts.get(i), ports.get(ports.size() == 1 ? 0 : i)));
        }
        return addresses;
    }

    private static List<String> hosts(ConnectionSettings settings) {
        if (!settings.has("host")) {
            return settings.has("hostaddr") ? checkedHosts(settings, "hostaddr") : List.of("localhost");
        }
        var hosts = checkedHosts(settings, "host");
        if (settings.has("hostaddr")) {
            checkAddresses(settings, hosts.size());
        }
        return hosts;
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
        if (host.startsWith("/") || host.startsWith("@")) {
            throw new OpsException(
                    Kind.USAGE,
                    "the host in " + source + " is a Unix-domain socket, but the driver supports only TCP",
                    "use localhost as the host");
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
