package dev.dbops.target;

import dev.dbops.target.endpoint.RedshiftEndpoint;
import dev.dbops.tunnel.Tunnel;
import dev.dbops.tunnel.Via;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The database that a command works on, and how to reach it.
 *
 * @param hosts the addresses to try in turn, at least one
 * @param database the database's name, never empty
 * @param user the role to connect as; empty only when the credentials provide it
 * @param password empty when none was given, or the credentials provide it
 * @param parameters further connection parameters by libpq's keyword (sslmode, connect_timeout ...), or by pgjdbc's
 *     property name where libpq has none
 * @param origin the source of these settings
 * @param credentials the provider of role and password for each connection, when they are not known beforehand
 * @param production the known production databases, however this target was named
 * @param tunnel the tunnel that {@code via} requests, once the caller has added it
 */
public record ConnectionTarget(
        List<HostPort> hosts,
        String database,
        String user,
        Optional<Password> password,
        Map<String, String> parameters,
        Origin origin,
        Optional<Credentials> credentials,
        List<ProductionDatabase> production,
        Optional<Tunnel> tunnel) {

    /** The parameter that requests IAM tokens, with the value true. */
    public static final String IAM_AUTH = "iam_auth";

    /** The parameter that names a secret of AWS Secrets Manager. */
    public static final String SECRET = "secret";

    /** The parameter, with the value true, of a URL that begins with redshift://. */
    public static final String REDSHIFT = "redshift";

    /** The parameter that requests the Data API of RDS or Redshift in place of a connection, with the value true. */
    public static final String DATA_API = "data_api";

    /** The parameter that names the cluster for the Data API, when it cannot be found by its host. */
    public static final String CLUSTER_ARN = "cluster_arn";

    /** The parameter that names the machine through which a private database is reached. */
    public static final String VIA = "via";

    /** The time after which a person would look for another cause; connect_timeout overrides it. */
    public static final String DEFAULT_CONNECT_TIMEOUT_SECONDS = "10";

    public ConnectionTarget {
        hosts = List.copyOf(hosts);
        parameters = Map.copyOf(parameters);
        production = List.copyOf(production);
    }

    /** A target whose role and password are known. */
    public ConnectionTarget(
            List<HostPort> hosts,
            String database,
            String user,
            Optional<Password> password,
            Map<String, String> parameters,
            Origin origin) {
        this(hosts, database, user, password, parameters, origin, Optional.empty(), List.of(), Optional.empty());
    }

    /** Returns whether it is a warehouse on Amazon Redshift, by its URL or its host. */
    public boolean isRedshift() {
        return parameters.containsKey(REDSHIFT)
                || hosts.stream().anyMatch(address -> RedshiftEndpoint.isRedshift(address.host()));
    }

    /** Returns whether the parameters ask for the RDS Data API in place of a connection. */
    public boolean isDataApi() {
        return "true".equals(parameters.get(DATA_API)) && !isRedshift();
    }

    /** Returns whether the parameters ask for a password from AWS. */
    public boolean isPasswordFromAws() {
        return parameters.containsKey(SECRET) || parameters.containsKey(IAM_AUTH);
    }

    /** The same server and role with another database. */
    public ConnectionTarget withDatabase(String name) {
        return new ConnectionTarget(hosts, name, user, password, parameters, origin, credentials, production, tunnel);
    }

    /** The same server and role with a database of the local server that was named. */
    public ConnectionTarget withNamedLocalDatabase(String name) {
        return new ConnectionTarget(
                hosts, name, user, password, parameters, new Origin.LocalServer(true), credentials, production, tunnel);
    }

    /** The same database with a role and password from another source. */
    public ConnectionTarget withCredentials(Credentials source) {
        return new ConnectionTarget(
                hosts, database, user, password, parameters, origin, Optional.of(source), production, tunnel);
    }

    /** The same database, reached through this tunnel. */
    public ConnectionTarget through(Tunnel opened) {
        return new ConnectionTarget(
                hosts, database, user, password, parameters, origin, credentials, production, Optional.of(opened));
    }

    /** The same database through the RDS Data API: login and way are parts of its requests. */
    public ConnectionTarget throughDataApi(Tunnel api) {
        var others = new HashMap<>(parameters);
        List.of(VIA, SECRET, IAM_AUTH, "hostaddr").forEach(others::remove);
        others.put("sslmode", "disable");
        return new ConnectionTarget(
                hosts,
                database,
                user.isEmpty() ? "the user of the secret" : user,
                Optional.empty(),
                others,
                origin,
                Optional.empty(),
                production,
                Optional.of(api));
    }

    /** The same database at a port of 127.0.0.1, where a tunnel leads to it; its host keeps the name. */
    public ConnectionTarget atEndOfTunnel(int port) {
        return atPort(hosts.getFirst().host(), port, Map.of("hostaddr", "127.0.0.1"));
    }

    /**
     * The same, with the address as the host, for programs that do not know {@code hostaddr}. They cannot verify the
     * host's name, but still the certificate's authority.
     */
    public ConnectionTarget onLocalhost(int port) {
        return atPort(
                "127.0.0.1",
                port,
                "verify-full".equals(parameters.get("sslmode")) ? Map.of("sslmode", "verify-ca") : Map.of());
    }

    private ConnectionTarget atPort(String host, int port, Map<String, String> changes) {
        var changed = new HashMap<>(parameters);
        changed.remove(VIA);
        changed.remove("hostaddr");
        changed.putAll(changes);
        return new ConnectionTarget(
                List.of(new HostPort(host, port)),
                database,
                user,
                password,
                changed,
                origin,
                credentials,
                production,
                Optional.empty());
    }

    /** The same target with the production databases. */
    ConnectionTarget besideProduction(List<ProductionDatabase> databases) {
        return new ConnectionTarget(
                hosts, database, user, password, parameters, origin, credentials, databases, tunnel);
    }

    /**
     * The target with the role and the password that its credentials provide now, for another program; the same target
     * when it has no credentials.
     *
     * @throws dev.dbops.OpsException when they cannot be obtained
     */
    public ConnectionTarget loggedIn() {
        return credentials.map(source -> as(source.login(this))).orElse(this);
    }

    /** The target of one connection, with its role and password. */
    public ConnectionTarget as(Login login) {
        var others = new HashMap<>(parameters);
        others.remove(IAM_AUTH);
        others.remove(SECRET);
        var servers = login.host()
                .map(host -> List.of(new HostPort(host, hosts.getFirst().port())))
                .orElse(hosts);
        return new ConnectionTarget(
                servers,
                database,
                login.user(),
                Optional.of(login.password()),
                others,
                origin,
                Optional.empty(),
                production,
                tunnel);
    }

    /** Returns whether the server is reached over a Unix-domain socket of this machine; TLS is not used there. */
    public boolean usesSocket() {
        return hosts.getFirst().isSocket();
    }

    /** The machine through which the database is reached; empty when it is reached directly. */
    public Optional<Via> via() {
        var text = parameters.get(VIA);
        return text == null ? Optional.empty() : Optional.of(Via.parse(text, origin.description()));
    }

    /** The address, and the machine through which it is reached; for messages. */
    public String route() {
        var via = parameters.get(VIA);
        if (via != null) {
            return address() + " via " + via;
        }
        return isDataApi() ? address() + " through the RDS Data API" : address();
    }

    /** The addresses as text: {@code host:port}, separated by commas. */
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

    /** {@code db "cruddur" on host:port via ssh:bastion as user}: the target without its password and its origin. */
    public String description() {
        var role = user.isEmpty() ? "the user of the secret \"" + parameters.get(SECRET) + "\"" : user;
        return "db \"" + database + "\" on " + route() + " as " + role;
    }

    /** The description and the origin. The parameters are left out because one of them may be a password. */
    @Override
    public String toString() {
        return description() + " (from " + origin.description() + ")";
    }
}
