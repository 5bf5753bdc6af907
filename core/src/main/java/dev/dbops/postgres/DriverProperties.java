package dev.dbops.postgres;

import dev.dbops.postgres.socket.KnownAddresses;
import dev.dbops.postgres.socket.ListeningSocketFactory;
import dev.dbops.postgres.socket.UnixSocketFactory;
import dev.dbops.postgres.tls.TlsSocketFactory;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.TlsPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** Translates a target's libpq settings into pgjdbc's properties. */
final class DriverProperties {
    private static final String READ_TIMEOUT = "socketTimeout";

    private DriverProperties() {}

    /** The longest wait for each answer once the session is ready, in milliseconds; 0 means no limit. */
    static int readTimeoutMillis(ConnectionTarget target) {
        var seconds = target.parameters().get(READ_TIMEOUT);
        return seconds == null ? 0 : Math.multiplyExact(Integer.parseInt(seconds), 1000);
    }

    /** The longest time for an attempt to reach one host; zero means no limit. */
    static Duration connectTimeout(ConnectionTarget target) {
        var seconds =
                target.parameters().getOrDefault("connect_timeout", ConnectionTarget.DEFAULT_CONNECT_TIMEOUT_SECONDS);
        return Duration.ofSeconds(Math.max(0, Integer.parseInt(seconds)));
    }

    /** The properties that {@code org.postgresql.jdbc.PgConnection} is opened with. */
    static Properties of(ConnectionTarget target) {
        var properties = new Properties();
        properties.setProperty("user", target.user());
        properties.setProperty("PGDBNAME", target.database());
        target.password().ifPresent(password -> properties.setProperty("password", password.value()));
        properties.setProperty("ApplicationName", "db-ops");
        // Lets the driver send its settings in the startup message, which saves a round trip.
        properties.setProperty("assumeMinServerVersion", "10");
        properties.setProperty("connectTimeout", ConnectionTarget.DEFAULT_CONNECT_TIMEOUT_SECONDS);
        // The caller waits for a cancel request; a running server accepts it in milliseconds.
        properties.setProperty("cancelSignalTimeout", "2");
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("socketFactory", ListeningSocketFactory.class.getName());
        properties.setProperty("socketFactoryArg", ListeningSocketFactory.argument(target));
        // Scripts change the encoding (script.ServerSettings); the driver would end the session.
        properties.setProperty("allowEncodingChanges", "true");
        // libpq tries GSS encryption only with a ticket at hand; the driver would ask every server.
        properties.setProperty("gssEncMode", "disable");
        for (var parameter : target.parameters().entrySet()) {
            set(properties, parameter);
        }
        verifyTls(properties, target);
        if (target.parameters().containsKey("hostaddr")) {
            properties.setProperty("socketFactory", KnownAddresses.class.getName());
            properties.setProperty("socketFactoryArg", KnownAddresses.argument(target));
        }
        if (target.usesSocket()) {
            properties.setProperty("socketFactory", UnixSocketFactory.class.getName());
            properties.setProperty("socketFactoryArg", UnixSocketFactory.argument(target));
            properties.remove("sslNegotiation");
        }
        // The driver's connectTimeout ends with the TCP handshake; libpq's lasts until the session is ready.
        properties.putIfAbsent(READ_TIMEOUT, properties.getProperty("connectTimeout"));
        return properties;
    }

    private static void set(Properties properties, Map.Entry<String, String> parameter) {
        var value = parameter.getValue();
        switch (parameter.getKey()) {
            case "application_name" -> properties.setProperty("ApplicationName", value);
            case "channel_binding" -> properties.setProperty("channelBinding", value);
            // In libpq, zero and negative values mean no limit; in the driver, only zero does.
            case "connect_timeout" -> properties.setProperty("connectTimeout", value.startsWith("-") ? "0" : value);
            case "gssencmode" -> properties.setProperty("gssEncMode", value);
            case "keepalives" -> properties.setProperty("tcpKeepAlive", String.valueOf(!"0".equals(value)));
            case "hostaddr", ConnectionTarget.IAM_AUTH, ConnectionTarget.SECRET, ConnectionTarget.VIA -> {}
            case ConnectionTarget.REDSHIFT, ConnectionTarget.DATA_API, ConnectionTarget.CLUSTER_ARN -> {}
            // set on the socket: see TcpSettings
            case "keepalives_idle", "keepalives_interval", "keepalives_count", "tcp_user_timeout" -> {}
            case "krbsrvname" -> properties.setProperty("kerberosServerName", value);
            case "load_balance_hosts" ->
                properties.setProperty("loadBalanceHosts", String.valueOf("random".equals(value)));
            case "require_auth" -> properties.setProperty("requireAuth", value);
            case "sslnegotiation" -> properties.setProperty("sslNegotiation", value);
            case "target_session_attrs" -> properties.setProperty("targetServerType", targetServerType(value));
            default -> properties.setProperty(parameter.getKey(), value);
        }
    }

    /**
     * Leaves all verification to {@link TlsSocketFactory}: the driver knows no revocation lists, trusts any server with
     * {@code require}, and compares names differently from libpq. The class is named in a string, so that it is loaded
     * only when a server agrees to TLS.
     */
    private static void verifyTls(Properties properties, ConnectionTarget target) {
        var policy = TlsPolicy.of(target);
        properties.setProperty("sslfactory", "dev.dbops.postgres.tls.TlsSocketFactory");
        properties.setProperty(TlsSocketFactory.MODE, policy.mode());
        properties.setProperty("sslmode", policy.demandsTls() ? "require" : policy.mode());
    }

    /** The values of the driver's targetServerType that only some servers fulfill. */
    static final List<String> SERVER_TYPES = List.of("primary", "secondary");

    /**
     * pgjdbc knows primaries and secondaries; it distinguishes them as libpq distinguishes read-write from read-only.
     */
    private static String targetServerType(String targetSessionAttrs) {
        return switch (targetSessionAttrs) {
            case "read-write", "primary" -> "primary";
            case "read-only", "standby" -> "secondary";
            case "prefer-standby" -> "preferSecondary";
            default -> "any";
        };
    }
}
