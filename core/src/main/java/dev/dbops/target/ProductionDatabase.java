package dev.dbops.target;

import dev.dbops.OpsException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The database of a production environment, however it is reached.
 *
 * @param variable the variable that names it, with its file
 * @param addresses its addresses in one spelling; empty when the variable cannot be read
 * @param database its name; empty when the variable cannot be read
 * @param isTunnelled whether it is reached through another machine, so that localhost is that machine
 */
record ProductionDatabase(String variable, Set<String> addresses, String database, boolean isTunnelled) {
    private static final String SUFFIX = "_CONNECTION_URL";
    private static final String LOCALHOST = "localhost ";

    ProductionDatabase {
        addresses = Set.copyOf(addresses);
    }

    /** The production databases that the variables name. */
    static List<ProductionDatabase> of(TargetEnvironment targetEnvironment) {
        var found = new ArrayList<ProductionDatabase>();
        for (var name : targetEnvironment.variables().keySet()) {
            if (name.endsWith(SUFFIX)
                    && targetEnvironment.has(name)
                    && ProductionName.matches(name.substring(0, name.length() - SUFFIX.length()))) {
                found.add(read(name, targetEnvironment));
            }
        }
        return found;
    }

    private static ProductionDatabase read(String name, TargetEnvironment targetEnvironment) {
        var variable = targetEnvironment.describe(name);
        try {
            var settings = ConnectionUrl.parse(targetEnvironment.variable(name)).named(targetEnvironment);
            var addresses =
                    addresses(ServerAddresses.of(settings, targetEnvironment.sockets()), settings.get("hostaddr"));
            return new ProductionDatabase(
                    variable, addresses, settings.get("dbname"), settings.has(ConnectionTarget.VIA));
        } catch (OpsException _) {
            // The command may use another database, so this is not an error here: the guard refuses, and says why.
            return new ProductionDatabase(variable, Set.of(), "", false);
        }
    }

    /** Returns whether the target may be this database; an unreadable variable may name any database. */
    boolean mayBe(ConnectionTarget target) {
        if (!isReadable()) {
            return true;
        }
        return database.equals(target.database()) && (isAt(target) || isAtEndOfTunnel(target));
    }

    private boolean isAt(ConnectionTarget target) {
        var others = addresses(target.hosts(), target.parameters().getOrDefault("hostaddr", ""));
        others.retainAll(addresses);
        if (target.via().isPresent() != isTunnelled) {
            // one of them is on this machine, the other one is not
            others.removeIf(address -> address.startsWith(LOCALHOST));
        }
        return !others.isEmpty();
    }

    /** Returns whether the target is a tunnel to this database, which has a port of its own on this machine. */
    private boolean isAtEndOfTunnel(ConnectionTarget target) {
        if (target.hosts().size() != 1
                || !spelled(target.parameters().getOrDefault("hostaddr", ""), 0).startsWith(LOCALHOST)) {
            return false;
        }
        var host = spelled(target.hosts().getFirst().host(), 0).split(" ")[0];
        return addresses.stream().anyMatch(address -> address.startsWith(host + " "));
    }

    /** The reason why the target is protected, to follow "protected: ". */
    String reason() {
        return isReadable()
                ? "it is the database of " + variable
                : variable + " cannot be read, and may be the URL of this database";
    }

    private boolean isReadable() {
        return !database.isEmpty();
    }

    /** Host and port in one spelling; with hostaddr, both the name and the address. */
    private static Set<String> addresses(List<HostPort> hosts, String hostaddr) {
        var addresses = new HashSet<String>();
        var literals = hostaddr.isEmpty() ? new String[0] : hostaddr.split(",");
        for (var i = 0; i < hosts.size(); i++) {
            addresses.add(spelled(hosts.get(i).host(), hosts.get(i).port()));
            if (i < literals.length) {
                addresses.add(spelled(literals[i], hosts.get(i).port()));
            }
        }
        return addresses;
    }

    private static String spelled(String host, int port) {
        if (HostPort.isSocket(host)) {
            // a server of this machine, which localhost reaches too
            return LOCALHOST + port;
        }
        var name = host.toLowerCase(Locale.ROOT);
        if (name.endsWith(".")) {
            name = name.substring(0, name.length() - 1);
        }
        var loopback = name.equals("127.0.0.1") || name.equals("::1");
        return (loopback ? "localhost" : name) + " " + port;
    }
}
