package dev.dbops.redshift;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.redshift.sql.WarehouseStatement;
import dev.dbops.redshift.table.WarehouseReader;
import dev.dbops.target.ConnectionTarget;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A connection to a warehouse by Redshift's own driver. Used by one thread. */
public final class Warehouse implements WarehouseReader, AutoCloseable {
    private final ConnectionTarget target;
    private final Connection connection;

    private Warehouse(ConnectionTarget target, Connection connection) {
        this.target = target;
        this.connection = connection;
    }

    /**
     * Connects. Credentials that the warehouse refuses are asked for others once: a secret may have been rotated.
     *
     * @throws OpsException of kind UNREACHABLE with the reason; of kind USAGE when TLS is not possible as the target
     *     requires it
     */
    public static Warehouse connect(ConnectionTarget target) {
        return new Warehouse(target, new WarehouseLogin(target).connect());
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
