package dev.dbops.compare;

import dev.dbops.OpsException;
import dev.dbops.postgres.Database;
import dev.dbops.postgres.SqlErrors;
import dev.dbops.target.ConnectionTarget;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** One connection to one side, in a read-only transaction whose snapshot several connections can share. */
final class SnapshotSession implements AutoCloseable {
    /**
     * Text of values is the same under these settings, whatever those of the database are (as in the functions of the
     * capture). A policy that would hide rows is an error, as for pg_dump. No limit of the server ends a long scan.
     */
    private static final String SETTINGS = """
        SELECT set_config('dbops.user_path', current_setting('search_path'), true),
               set_config('search_path', 'pg_catalog, pg_temp', true), set_config('DateStyle', 'ISO', true),
               set_config('IntervalStyle', 'postgres', true), set_config('TimeZone', 'UTC', true),
               set_config('extra_float_digits', '1', true), set_config('bytea_output', 'hex', true),
               set_config('lc_monetary', 'C', true), set_config('xmlbinary', 'base64', true),
               set_config('quote_all_identifiers', 'off', true), set_config('row_security', 'off', true),
               set_config('standard_conforming_strings', 'on', true), set_config('cursor_tuple_fraction', '1', true),
               set_config('statement_timeout', '0', true), set_config('idle_in_transaction_session_timeout', '0', true)
        """;

    /** The server ends the statement of a client that is gone (PostgreSQL documentation, section 20.3.2). */
    private static final String SINCE_14 = ", set_config('client_connection_check_interval', '5s', true)";

    private static final String SINCE_17 = ", set_config('transaction_timeout', '0', true)";

    private static final String USER_PATH =
            "SELECT pg_catalog.set_config('search_path'," + " pg_catalog.current_setting('dbops.user_path'), true)";

    private static final String SAFE_PATH = "SELECT pg_catalog.set_config('search_path', 'pg_catalog, pg_temp', true)";

    private final Database database;
    private final String side;
    private volatile boolean running;

    private SnapshotSession(Database database, String side) {
        this.database = database;
        this.side = side;
    }

    /** Reads the rows of a statement. */
    @FunctionalInterface
    interface RowsReader<T> {
        T read(ResultSet rows) throws SQLException;
    }

    /**
     * Opens a connection and its transaction.
     *
     * @param side source or target, for messages
     * @param snapshot the snapshot to share; empty for a new one
     */
    static SnapshotSession open(ConnectionTarget target, String side, String snapshot) {
        var database = Database.connect(target);
        try {
            var session = new SnapshotSession(database, side);
            session.begin(snapshot);
            return session;
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    private void begin(String snapshot) {
        onServer(() -> {
            try {
                database.connection().setAutoCommit(false);
                var share = snapshot.isEmpty() ? "" : ";SET TRANSACTION SNAPSHOT " + database.quoteLiteral(snapshot);
                database.executeAsIs("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY" + share);
                var version = database.serverVersion().number();
                database.executeAsIs(SETTINGS.replace("set_config(", "pg_catalog.set_config(")
                                .replace("current_setting(", "pg_catalog.current_setting(")
                        + (version >= 140_000 ? SINCE_14 : "")
                        + (version >= 170_000 ? SINCE_17 : ""));
                return true;
            } catch (SQLException e) {
                throw SqlErrors.translate(e);
            }
        });
    }

    Database database() {
        return database;
    }

    /** Does work under the search path that the user has in this database. */
    <T> T asUser(Supplier<T> work) {
        database.executeAsIs(USER_PATH);
        var result = work.get();
        database.executeAsIs(SAFE_PATH);
        return result;
    }

    /** Returns a name of the snapshot for other connections. */
    String snapshot() {
        return rows("SELECT pg_export_snapshot()", rows -> {
            rows.next();
            return rows.getString(1);
        });
    }

    /** Runs a statement and reads its rows. It is not prepared: in the condition of a user, ? is an operator. */
    <T> T rows(String sql, RowsReader<T> reader) {
        return onServer(() -> {
            try (var statement = statement(0);
                    var rows = statement.executeQuery(sql)) {
                return reader.read(rows);
            } catch (SQLException e) {
                throw SqlErrors.translate(e);
            }
        });
    }

    /**
     * Returns a statement whose text is sent as it is.
     *
     * @param fetch how many of its rows are in memory at once; 0 for all
     */
    Statement statement(int fetch) throws SQLException {
        var statement = database.connection().createStatement();
        statement.setEscapeProcessing(false);
        statement.setFetchSize(fetch);
        return statement;
    }

    /** Returns the first column of all rows. */
    List<String> texts(String sql) {
        return rows(sql, rows -> {
            var texts = new ArrayList<String>();
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
            return texts;
        });
    }

    /** Does work on this connection; a failure names the side. */
    <T> T onServer(Supplier<T> work) {
        running = true;
        try {
            return work.get();
        } catch (OpsException e) {
            throw named(e);
        } finally {
            running = false;
        }
    }

    /** Returns a failure of this connection with the name of the side. */
    OpsException named(OpsException failure) {
        return failure.getMessage().startsWith(side + ": ")
                ? failure
                : failure.withMessage(side + ": " + failure.getMessage());
    }

    /** Ends the transaction, and a statement that still runs. */
    @Override
    public void close() {
        if (running) {
            try {
                database.cancel();
            } catch (OpsException _) {
                // the connection is lost, and its statement ends with it
            }
            database.abort();
        }
        database.close();
    }
}
