package dev.dbops.target;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The database that a command works on, and how to reach it.
 *
 * @param hosts the addresses to try in turn, at least one
 * @param database the database's name, never empty
 * @param user the role to connect as, never empty
 * @param password empty when none was given
 * @param parameters further connection parameters by libpq's keyword (sslmode, connect_timeout ...), or by pgjdbc's
 *     property name where libpq has none
 * @param origin where all this came from
 */
public record ConnectionTarget(
        List<HostPort> hosts,
        String database,
        String user,
        Optional<Password> password,
        Map<String, String> parameters,
        Origin origin) {

    public ConnectionTarget {
        hosts = List.copyOf(hosts);
        parameters = Map.copyOf(parameters);
    }

    /** The same server and role, another database. */
    public ConnectionTarget withDatabase(String name) {
        return new ConnectionTarget(hosts, name, user, password, parameters, origin);
    }

    /** The addresses as a person writes them: {@code host:port}, several separated by commas. */
    public String address() {
        return address(hosts);
    }

    static String address(List<HostPort> hosts) {
        var text = new StringBuilder();
        for (var host : hosts) {
            text.append(text.isEmpty() ? "" : ",").append(host);
        }
        return text.toString();
    }

    /** {@code db "cruddur" on host:port as user}: the target without its password and its origin. */
    public String description() {
        return "db \"" + database + "\" on " + address() + " as " + user;
    }

    /** The description and the origin: the parameters stay out because one of them may be a password. */
    @Override
    public String toString() {
        return description() + " (from " + origin.description() + ")";
    }
}
