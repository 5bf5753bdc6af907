package dev.dbops.target;

import dev.dbops.OpsException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/** Notices that unused variables name another database than the one in use: the user may expect the other one. */
final class DisagreeingVariables {
    /** The variables that hold the connection URL when no environment is named; the first that is set wins. */
    static final List<String> URL_VARIABLES = List.of("CONNECTION_URL", "DATABASE_URL");

    private final TargetEnvironment targetEnvironment;
    private final String winner;
    private final ConnectionTarget target;
    private final boolean anyDatabase;
    private final List<String> notes = new ArrayList<>();

    /**
     * @param winner the name of the variable that is used, one of {@link #URL_VARIABLES}
     * @param target the target that it names
     * @param anyDatabase whether {@code --database} names the database, so that only the servers are compared
     */
    DisagreeingVariables(
            TargetEnvironment targetEnvironment, String winner, ConnectionTarget target, boolean anyDatabase) {
        this.anyDatabase = anyDatabase;
        this.targetEnvironment = targetEnvironment;
        this.winner = winner;
        this.target = target;
    }

    /** One note for each variable after the winner that disagrees with it, or cannot be read. */
    List<String> notes() {
        for (var name : URL_VARIABLES.subList(URL_VARIABLES.indexOf(winner) + 1, URL_VARIABLES.size())) {
            if (targetEnvironment.has(name)) {
                compareUrl(targetEnvironment.describe(name), targetEnvironment.variable(name));
            }
        }
        var variables = new LibpqVariables(targetEnvironment);
        if (variables.nameTarget()) {
            compareLibpq(variables);
        }
        return notes;
    }

    private void compareUrl(String loser, String url) {
        try {
            var settings = ConnectionUrl.parse(url).named(targetEnvironment);
            compare(
                    loser + " names",
                    settings.get("dbname"),
                    ServerAddresses.of(settings, targetEnvironment.sockets()),
                    true);
        } catch (OpsException e) {
            notes.add(unusable(loser, e));
        }
    }

    /** A URL without a host means localhost; PG* variables without a host do not name a server. */
    private void compareLibpq(LibpqVariables variables) {
        try {
            var settings = variables.settings();
            boolean saysWhere = settings.has("host") || settings.has("hostaddr") || settings.has("port");
            var hosts = saysWhere ? ServerAddresses.of(settings, targetEnvironment.sockets()) : target.hosts();
            compare(LibpqVariables.SOURCE + " name", settings.get("dbname"), hosts, saysWhere);
        } catch (OpsException e) {
            notes.add(unusable(LibpqVariables.SOURCE, e));
        }
    }

    private String unusable(String loser, OpsException e) {
        return loser + " cannot be used (" + e.getMessage() + "); " + winner + " is used";
    }

    private void compare(String loserNames, String database, List<HostPort> hosts, boolean saysWhere) {
        boolean sameDatabase = anyDatabase || database.isEmpty() || database.equals(target.database());
        if (sameDatabase && normalized(hosts).equals(normalized(target.hosts()))) {
            return;
        }
        var name = database.isEmpty() ? "" : "db \"" + database + "\" ";
        var place = saysWhere ? "on " + ConnectionTarget.address(hosts) : "";
        notes.add(loserNames + " another database (" + (name + place).strip() + "); " + winner + " is used");
    }

    /** The addresses in one order and one spelling, so that only a real difference counts. */
    private TreeSet<String> normalized(List<HostPort> hosts) {
        var addresses = new TreeSet<String>();
        for (var address : hosts) {
            var host = address.host().toLowerCase(Locale.ROOT);
            boolean loopback = host.equals("127.0.0.1")
                    || host.equals("::1")
                    || address.isSocket() && targetEnvironment.sockets().contains(host);
            addresses.add((loopback ? "localhost" : host) + ":" + address.port());
        }
        return addresses;
    }
}
