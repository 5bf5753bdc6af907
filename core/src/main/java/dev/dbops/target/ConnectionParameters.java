package dev.dbops.target;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.text.Spelling;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.postgresql.PGProperty;

/**
 * The connection parameters that a URL, a service file and the PG* variables may set: libpq's keywords, and the
 * driver's own parameters.
 */
public final class ConnectionParameters {
    private static final String TLS = "Java speaks TLS 1.2 and 1.3";

    private static final List<LibpqKeyword> KEYWORDS = List.of(
            target("service", "PGSERVICE"),
            target("user", "PGUSER"),
            target("password", "PGPASSWORD"),
            target("passfile", "PGPASSFILE"),
            target("dbname", "PGDATABASE"),
            target("host", "PGHOST"),
            target("hostaddr", "PGHOSTADDR"),
            target("port", "PGPORT"),
            text("options", "PGOPTIONS"),
            text("application_name", "PGAPPNAME"),
            text("fallback_application_name", ""),
            number("connect_timeout", "PGCONNECT_TIMEOUT"),
            number("keepalives", ""),
            number("keepalives_idle", ""),
            number("keepalives_interval", ""),
            number("keepalives_count", ""),
            number("tcp_user_timeout", ""),
            choice("sslmode", "PGSSLMODE", "disable", "allow", "prefer", "require", "verify-ca", "verify-full"),
            choice("sslnegotiation", "PGSSLNEGOTIATION", "postgres", "direct"),
            text("sslcert", "PGSSLCERT"),
            text("sslkey", "PGSSLKEY"),
            text("sslpassword", ""),
            text("sslrootcert", "PGSSLROOTCERT"),
            text("sslcrl", "PGSSLCRL"),
            text("sslcrldir", "PGSSLCRLDIR"),
            choice("sslsni", "PGSSLSNI", "0", "1"),
            limited(
                    "sslcertmode",
                    "PGSSLCERTMODE",
                    "the driver does not report whether the server asked for a certificate",
                    "disable",
                    "allow"),
            limited(
                    "ssl_min_protocol_version",
                    "PGSSLMINPROTOCOLVERSION",
                    TLS,
                    "tlsv1",
                    "tlsv1.1",
                    "tlsv1.2",
                    "tlsv1.3"),
            limited("ssl_max_protocol_version", "PGSSLMAXPROTOCOLVERSION", TLS, "tlsv1.2", "tlsv1.3"),
            choice("channel_binding", "PGCHANNELBINDING", "disable", "prefer", "require"),
            text("require_auth", "PGREQUIREAUTH"),
            choice("gssencmode", "PGGSSENCMODE", "disable", "prefer", "require"),
            text("krbsrvname", "PGKRBSRVNAME"),
            choice("gsslib", "PGGSSLIB", "gssapi", "sspi"),
            choice(
                    "target_session_attrs",
                    "PGTARGETSESSIONATTRS",
                    "any",
                    "read-write",
                    "read-only",
                    "primary",
                    "standby",
                    "prefer-standby"),
            choice("load_balance_hosts", "PGLOADBALANCEHOSTS", "disable", "random"),
            // the parameters of db-ops: where the password comes from, and the way to a private server
            choice(ConnectionTarget.IAM_AUTH, "", "true", "false"),
            text(ConnectionTarget.SECRET, ""),
            text(ConnectionTarget.VIA, ""),
            // the scheme of the URL of a warehouse, and the way without a connection
            choice(ConnectionTarget.REDSHIFT, "", "true"),
            choice(ConnectionTarget.DATA_API, "", "true", "false"),
            text(ConnectionTarget.CLUSTER_ARN, ""),
            ignored("sslcompression", "PGSSLCOMPRESSION"),
            ignored("requirepeer", "PGREQUIREPEER"),
            ignored("min_protocol_version", "PGMINPROTOCOLVERSION"),
            ignored("max_protocol_version", "PGMAXPROTOCOLVERSION"),
            // PGCLIENTENCODING is left alone: it tells psql about the terminal, and db-ops reads and writes UTF-8
            fixed("client_encoding", "", "the driver always uses UTF-8", "utf8", "utf-8", "unicode", "auto"),
            fixed("replication", "", "db-ops needs an ordinary session", "false", "off", "no", "0"),
            fixed("gssdelegation", "PGGSSDELEGATION", "the driver does not delegate credentials", "0"),
            refused("sslkeylogfile", "", "the driver does not log TLS keys"),
            refused("scram_client_key", "", "the driver needs the password itself"),
            refused("scram_server_key", "", "the driver needs the password itself"),
            refused("oauth_issuer", "", "the driver does not support OAuth"),
            refused("oauth_client_id", "", "the driver does not support OAuth"),
            refused("oauth_client_secret", "", "the driver does not support OAuth"),
            refused("oauth_scope", "", "the driver does not support OAuth"));

    private static final Map<String, LibpqKeyword> BY_NAME = HashMap.newHashMap(KEYWORDS.size());

    static {
        for (var keyword : KEYWORDS) {
            BY_NAME.put(keyword.name(), keyword);
        }
    }

    private ConnectionParameters() {}

    /** libpq's keywords that may be keys of {@link ConnectionTarget#parameters()}, their values checked. */
    public static List<String> keywordsForDriver() {
        var names = new ArrayList<String>();
        for (var keyword : KEYWORDS) {
            if (keyword.goesToDriver()) {
                names.add(keyword.name());
            }
        }
        return List.copyOf(names);
    }

    /** Returns whether the parameter's value is a secret that no message and no printed URL may show. */
    public static boolean isSecret(String name) {
        return switch (name) {
            case "password", "sslpassword", "sslfactoryarg", "socketFactoryArg" -> true;
            default -> false;
        };
    }

    static List<LibpqKeyword> keywords() {
        return KEYWORDS;
    }

    /** The environment variable of one of libpq's keywords. */
    static String variableOf(String name) {
        return BY_NAME.get(name).variable();
    }

    /**
     * Checks that a parameter exists and that the value is valid.
     *
     * @param source where it was found, such as "the connection URL"
     * @return whether the setting has an effect, and is not merely accepted and ignored
     */
    static boolean accept(String name, String value, String source) {
        var keyword = BY_NAME.get(name);
        if (keyword == null) {
            acceptFromDriver(name, value, source);
            return true;
        }
        keyword.check(value, source);
        return keyword.use() == LibpqKeyword.Use.TARGET || keyword.goesToDriver();
    }

    /** Returns whether the setting goes into {@link ConnectionTarget#parameters()}, given that it was accepted. */
    static boolean goesToDriver(String name) {
        var keyword = BY_NAME.get(name);
        return keyword == null || keyword.goesToDriver();
    }

    /** The driver's own list is large, so db-ops loads it only for a name that libpq does not know. */
    private static void acceptFromDriver(String name, String value, String source) {
        switch (name) {
            case "PGHOST", "PGPORT", "PGDBNAME" ->
                throw unknown(name, source, name.substring(2).toLowerCase(Locale.ROOT));
            // true means sslmode=verify-full to the driver, but sslmode=require in a URL of libpq; only a URL has it
            case "ssl" -> throw unknown(name, source, "sslmode");
            default -> {
                if (PGProperty.forName(name) == null) {
                    throw unknown(name, source, Spelling.nearest(name, allNames()));
                }
                DriverParameters.check(name, value, source);
            }
        }
    }

    private static OpsException unknown(String name, String source, String nearest) {
        return new OpsException(
                Kind.USAGE,
                "unknown parameter \"" + name + "\" in " + source,
                ForeignUrlPart.hint(name)
                        .orElse(
                                nearest.isEmpty()
                                        ? "remove it: neither libpq nor the PostgreSQL JDBC driver knows it"
                                        : "did you mean \"" + nearest + "\"?"));
    }

    private static List<String> allNames() {
        var names = new ArrayList<String>();
        for (var keyword : KEYWORDS) {
            names.add(keyword.name());
        }
        for (var property : PGProperty.values()) {
            if (!property.getName().startsWith("PG") && !property.getName().equals("ssl")) {
                names.add(property.getName());
            }
        }
        return names;
    }

    private static LibpqKeyword target(String name, String variable) {
        return new LibpqKeyword(name, variable, LibpqKeyword.Use.TARGET, List.of(), "");
    }

    private static LibpqKeyword text(String name, String variable) {
        return new LibpqKeyword(name, variable, LibpqKeyword.Use.TEXT, List.of(), "");
    }

    private static LibpqKeyword number(String name, String variable) {
        return new LibpqKeyword(name, variable, LibpqKeyword.Use.WHOLE_NUMBER, List.of(), "");
    }

    private static LibpqKeyword choice(String name, String variable, String... values) {
        return new LibpqKeyword(name, variable, LibpqKeyword.Use.CHOICE, List.of(values), "");
    }

    private static LibpqKeyword ignored(String name, String variable) {
        return new LibpqKeyword(name, variable, LibpqKeyword.Use.IGNORED, List.of(), "");
    }

    private static LibpqKeyword fixed(String name, String variable, String reason, String... values) {
        return new LibpqKeyword(name, variable, LibpqKeyword.Use.FIXED, List.of(values), reason);
    }

    private static LibpqKeyword limited(String name, String variable, String reason, String... values) {
        return new LibpqKeyword(name, variable, LibpqKeyword.Use.LIMITED, List.of(values), reason);
    }

    private static LibpqKeyword refused(String name, String variable, String reason) {
        return new LibpqKeyword(name, variable, LibpqKeyword.Use.REFUSED, List.of(), reason);
    }
}
