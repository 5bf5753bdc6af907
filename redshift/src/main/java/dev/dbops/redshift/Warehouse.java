package dev.dbops.redshift;

import com.amazon.redshift.Driver;
import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.postgres.tls.TlsSocketFactory;
import dev.dbops.redshift.write.WarehouseStatement;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.TlsPolicy;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** A connection to a warehouse by Redshift's own driver. Used by one thread. */
public final class Warehouse implements WarehouseReader, AutoCloseable {
    private static final String LOGIN_REFUSED = "28";

    private final ConnectionTarget target;
    private final Connection connection;

    private Warehouse(ConnectionTarget target, Connection connection) {
        this.target = target;
        this.connection = connection;
    }

    /**
     * Connects.
     *
     * @throws OpsException of kind UNREACHABLE with the reason; of kind USAGE when TLS is not possible as the target
     *     wants it
     */
    public static Warehouse connect(ConnectionTarget target) {
        var loggedIn = target.loggedIn();
        var host = loggedIn.hosts().getFirst();
        var address = loggedIn.parameters().getOrDefault("hostaddr", host.host());
        // the driver decodes the name as a part of a form
        var name = URLEncoder.encode(loggedIn.database(), StandardCharsets.UTF_8);
        var url = "jdbc:redshift://%s:%d/%s".formatted(address, host.port(), name);
        try {
            return new Warehouse(target, new Driver().connect(url, properties(loggedIn)));
        } catch (SQLException e) {
            throw failed(e, target);
        }
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
        // without TLS only where somebody asks for it: a weaker mode would let the network decide
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

    private static OpsException failed(SQLException failure, ConnectionTarget target) {
        var translated = WarehouseErrors.translate(failure);
        var isLogin = failure.getSQLState() != null && failure.getSQLState().startsWith(LOGIN_REFUSED);
        return new OpsException(
                Kind.UNREACHABLE,
                "cannot connect to %s: %s".formatted(target.description(), translated.getMessage()),
                isLogin
                        ? "check user and password (from %s)"
                                .formatted(target.origin().description())
                        : "check the host, its security group, and that the warehouse is not paused",
                failure);
    }

    /** The warehouse, without its password. */
    public String description() {
        return target.description();
    }

    @Override
    public List<List<String>> query(String sql, List<String> parameters) {
        try (var statement = prepare(sql, parameters);
                var result = statement.executeQuery()) {
            return rows(result);
        } catch (SQLException e) {
            throw WarehouseErrors.translate(e);
        }
    }

    private static List<List<String>> rows(ResultSet result) throws SQLException {
        var width = result.getMetaData().getColumnCount();
        var rows = new ArrayList<List<String>>();
        while (result.next()) {
            var row = new ArrayList<String>(width);
            for (var i = 1; i <= width; i++) {
                row.add(result.getString(i));
            }
            rows.add(row);
        }
        return rows;
    }

    /**
     * Runs a statement that may be a query.
     *
     * @return the rows of a query; none of another statement
     * @throws OpsException when the connection is lost, or the warehouse rejects the statement
     */
    List<List<String>> run(WarehouseStatement statement) {
        try (var prepared = prepare(statement.sql(), statement.parameters())) {
            if (!prepared.execute()) {
                return List.of();
            }
            try (var result = prepared.getResultSet()) {
                return rows(result);
            }
        } catch (SQLException e) {
            throw WarehouseErrors.translate(e);
        }
    }

    /**
     * Runs a statement.
     *
     * @return the number of rows that it changed
     * @throws OpsException when the connection is lost, or the warehouse rejects the statement
     */
    public int execute(WarehouseStatement statement) {
        try (var prepared = prepare(statement.sql(), statement.parameters())) {
            prepared.execute();
            return Math.max(0, prepared.getUpdateCount());
        } catch (SQLException e) {
            throw WarehouseErrors.translate(e);
        }
    }

    private PreparedStatement prepare(String sql, List<String> parameters) throws SQLException {
        var statement = connection.prepareStatement(sql);
        try {
            for (var i = 0; i < parameters.size(); i++) {
                if (parameters.get(i) == null) {
                    statement.setNull(i + 1, Types.VARCHAR);
                } else {
                    statement.setString(i + 1, parameters.get(i));
                }
            }
            return statement;
        } catch (SQLException e) {
            statement.close();
            throw e;
        }
    }

    /** Sets the longest wait for each answer of the warehouse. */
    public void limit(Duration limit) {
        try {
            connection.setNetworkTimeout(Runnable::run, Math.toIntExact(Math.max(1, limit.toMillis())));
        } catch (SQLException e) {
            throw WarehouseErrors.translate(e);
        }
    }

    /** Begins a transaction with the next statement. */
    public void begin() {
        setAutoCommit(false);
    }

    /** Commits the transaction. */
    public void commit() {
        try {
            connection.commit();
        } catch (SQLException e) {
            throw WarehouseErrors.translate(e);
        }
        setAutoCommit(true);
    }

    /** Rolls the transaction back; a lost connection has done so. */
    public void rollback() {
        try {
            connection.rollback();
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            var failure = WarehouseErrors.translate(e);
            if (failure.kind() != Kind.UNREACHABLE && failure.kind() != Kind.TIMEOUT) {
                throw failure;
            }
        }
    }

    private void setAutoCommit(boolean on) {
        try {
            connection.setAutoCommit(on);
        } catch (SQLException e) {
            throw WarehouseErrors.translate(e);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException _) {
            // the server notices it itself
        }
    }
}
