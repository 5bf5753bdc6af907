package dev.dbops.redshift.standin;

import dev.dbops.redshift.standin.DataApiStatement.Status;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Optional;
import java.util.regex.Pattern;

/** Executes the statements of a request in one transaction, by the driver of Redshift. */
final class DataApiExecution {
    private static final Pattern TRANSACTION = Pattern.compile("(?i)\\s*(BEGIN|COMMIT|ROLLBACK)\\s*;?\\s*");

    private final RedshiftStandIn redshift;
    private final DataApiStatement statement;
    private Optional<PreparedStatement> running = Optional.empty();

    DataApiExecution(RedshiftStandIn redshift, DataApiStatement statement) {
        this.redshift = redshift;
        this.statement = statement;
    }

    /**
     * Executes it.
     *
     * @param violates whether its COMMIT gets error 1023
     */
    void run(boolean violates) {
        statement.started();
        try (var connection = DriverManager.getConnection(redshift.url(), "dataapi", "")) {
            connection.setAutoCommit(false);
            for (var part = 0; part < statement.request().sqls().size(); part++) {
                try {
                    execute(connection, part);
                } catch (SQLException e) {
                    connection.rollback();
                    statement.failed(part, e.getMessage());
                    return;
                }
            }
            if (violates) {
                redshift.inject1023(1);
            }
            commit(connection);
        } catch (SQLException e) {
            statement.ended(Status.FAILED, e.getMessage());
        }
    }

    private void execute(Connection connection, int part) throws SQLException {
        var named = NamedParameters.read(statement.request().sqls().get(part));
        if (TRANSACTION.matcher(named.sql()).matches()) {
            throw new SQLException("ERROR: a transaction is begun and ended by the Data API");
        }
        try (var prepared = connection.prepareStatement(named.sql())) {
            for (var i = 0; i < named.names().size(); i++) {
                prepared.setString(
                        i + 1,
                        statement.request().parameters().get(named.names().get(i)));
            }
            setRunning(Optional.of(prepared));
            if (prepared.execute()) {
                var result = DataApiResult.read(prepared.getResultSet());
                statement.executed(part, result.records().size(), Optional.of(result));
            } else {
                statement.executed(part, prepared.getUpdateCount(), Optional.empty());
            }
        } finally {
            setRunning(Optional.empty());
        }
    }

    /** A statement that was cancelled in the meantime is not committed. */
    private synchronized void commit(Connection connection) throws SQLException {
        if (statement.status() == Status.ABORTED) {
            connection.rollback();
        } else {
            connection.commit();
            statement.ended(Status.FINISHED, "");
        }
    }

    private synchronized void setRunning(Optional<PreparedStatement> prepared) {
        running = prepared;
    }

    /** Cancels what runs. */
    synchronized void cancel() throws SQLException {
        statement.ended(Status.ABORTED, "");
        if (running.isPresent()) {
            running.get().cancel();
        }
    }
}
