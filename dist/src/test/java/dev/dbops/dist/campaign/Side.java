package dev.dbops.dist.campaign;

import dev.dbops.target.ConnectionTarget;
import dev.dbops.target.ConnectionUrl;
import dev.dbops.testing.CrashingServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The source or the target of a round: a database of its own on a server. */
final class Side {
    private final String name;
    private final CrashingServer server;
    private final ConnectionTarget database;

    Side(String name, CrashingServer server) {
        this.name = name;
        this.server = server;
        this.database = server.server().newDatabase();
    }

    String name() {
        return name;
    }

    String database() {
        return database.database();
    }

    CrashingServer server() {
        return server;
    }

    /** The URL for db-ops, whose sessions are distinguished from those of the application. */
    String url(String role) {
        return ConnectionUrl.formatWithPassword(new ConnectionTarget(
                database.hosts(),
                database.database(),
                role,
                database.password(),
                Map.of("application_name", "db-ops " + name),
                database.origin()));
    }

    /** A session of the application. */
    Connection connect(String role) throws SQLException {
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:%d/%s?user=%s&ApplicationName=campaign"
                .formatted(server.server().port(), database.database(), role));
    }

    /** A session that finds the server's own objects first, whatever the database says. */
    private Connection connectSafely() throws SQLException {
        var connection = connect("postgres");
        try (var statement = connection.createStatement()) {
            statement.execute("SET search_path = pg_catalog; SET TimeZone = 'UTC'; SET lock_timeout = '5s'");
        }
        return connection;
    }

    void execute(String sql) {
        try {
            attempt(sql);
        } catch (SQLException e) {
            throw failure(sql, e);
        }
    }

    private AssertionError failure(String sql, SQLException e) {
        return new AssertionError(
                "%s: %s: %s"
                        .formatted(name, e.getMessage(), sql.lines().findFirst().orElseThrow()),
                e);
    }

    /** Statements that may fail. */
    void attempt(String sql) throws SQLException {
        try (var connection = connectSafely();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    List<Table> tables() {
        try (var connection = connectSafely()) {
            return Table.all(connection);
        } catch (SQLException e) {
            throw new AssertionError(name, e);
        }
    }

    /** The rows of a query, each with its values. */
    List<List<String>> rows(String sql) {
        try (var connection = connectSafely();
                var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            var rows = new ArrayList<List<String>>();
            while (row.next()) {
                var values = new ArrayList<String>();
                for (var i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                    values.add(row.getString(i));
                }
                rows.add(values);
            }
            return rows;
        } catch (SQLException e) {
            throw failure(sql, e);
        }
    }

    /** The only value of a query. */
    String value(String sql) {
        return rows(sql).getFirst().getFirst();
    }
}
