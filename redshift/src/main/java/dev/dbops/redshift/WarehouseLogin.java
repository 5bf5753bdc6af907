package dev.dbops.redshift;

import com.amazon.redshift.Driver;
import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.postgres.tls.TlsSocketFactory;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.Credentials;
import dev.dbops.target.TlsPolicy;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;

/**
 * Opens connections to a warehouse.
 *
 * @param target the warehouse
 */
record WarehouseLogin(ConnectionTarget target) {
    /** The class of errors for a login that is refused. */
    private static final String REFUSED = "28";

    /**
     * Connects.
     *
     * @throws OpsException of kind UNREACHABLE with the reason; of kind USAGE when TLS is not possible as the target
     *     requires it
     */
    Connection connect() {
        try {
            return target.credentials().isPresent()
                    ? connect(target.credentials().get())
                    : open(target);
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private Connection connect(Credentials source) throws SQLException {
        var login = source.login(target);
        try {
            return open(target.as(login));
        } catch (SQLException e) {
            if (!isRefused(e)) {
                throw e;
            }
            var renewed = source.renewed(target, login);
            if (renewed.isEmpty()) {
                throw e;
            }
            return open(target.as(renewed.get()));
        }
    }

    private static Connection open(ConnectionTarget loggedIn) throws SQLException {
        var host = loggedIn.hosts().getFirst();
        var address = loggedIn.parameters().getOrDefault("hostaddr", host.host());
        // the driver decodes the name as a part of a form
        var name = URLEncoder.encode(loggedIn.database(), StandardCharsets.UTF_8);
        return new Driver()
                .connect("jdbc:redshift://%s:%d/%s".formatted(address, host.port(), name), properties(loggedIn));
    }

    private static Properties properties(ConnectionTarget target) {
        var properties = new Properties();
        properties.setProperty("user", target.user());
        target.password().ifPresent(password -> properties.setProperty("password", password.value()));
        properties.setProperty("ApplicationName", target.parameters().getOrDefault("application_name", "db-ops"));
        var timeout =
                target.parameters().getOrDefault("connect_timeout", ConnectionTarget.DEFAULT_CONNECT_TIMEOUT_SECONDS);
        properties.setProperty("connectTimeout", timeout);
        properties.setProperty("loginTimeout", timeout);
        properties.setProperty("tcpKeepAlive", "true");
        // results are a few rows: no thread that reads ahead
        properties.setProperty("enableFetchRingBuffer", "false");
        var tls = TlsPolicy.of(target);
        // without TLS only where the URL asks for that: a weaker mode would let the network decide
        var isOff = tls.mode().equals("disable");
        properties.setProperty("ssl", Boolean.toString(!isOff));
        if (!isOff) {
            properties.setProperty("sslmode", "require");
            properties.setProperty("sslfactory", TlsSocketFactory.class.getName());
            properties.setProperty(TlsSocketFactory.MODE, tls.mode());
            for (var name : List.of("sslrootcert", "sslcert", "sslkey", "sslpassword")) {
                if (target.parameters().containsKey(name)) {
                    properties.setProperty(name, target.parameters().get(name));
                }
            }
        }
        return properties;
    }

    private static boolean isRefused(SQLException failure) {
        return failure.getSQLState() != null && failure.getSQLState().startsWith(REFUSED);
    }

    private OpsException failed(SQLException failure) {
        return new OpsException(
                Kind.UNREACHABLE,
                "cannot connect to %s: %s"
                        .formatted(
                                target.description(),
                                WarehouseErrors.translate(failure).getMessage()),
                hint(failure),
                failure);
    }

    private String hint(SQLException failure) {
        if (!isRefused(failure)) {
            return "check the host, its security group, and that the warehouse is not paused";
        }
        return target.credentials()
                .map(source -> source.hint(target, Credentials.Refusal.PASSWORD))
                .orElseGet(() -> "check user and password (from %s)"
                        .formatted(target.origin().description()));
    }
}
