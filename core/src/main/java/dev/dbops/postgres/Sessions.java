package dev.dbops.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** The clients connected to a server, without ourselves. */
public final class Sessions {
    private static final String LIST = """
        SELECT pid,
               coalesce(usename, '') AS usename,
               coalesce(datname, '') AS datname,
               coalesce(host(client_addr), '') AS client,
               application_name,
               coalesce(state, '') AS state,
               coalesce(wait_event_type || ':' || wait_event, '') AS wait_event,
               coalesce(extract(epoch FROM clock_timestamp() - coalesce(state_change, backend_start)), 0)::float8
                 AS in_state,
               coalesce(query, '') AS query
          FROM pg_stat_activity
         WHERE backend_type = 'client backend'
           AND pid <> pg_backend_pid()
           AND (datname = ? OR ?)
         ORDER BY datname, state, in_state DESC, pid
        """;

    private final Database database;

    public Sessions(Database database) {
        this.database = database;
    }

    /** The clients of one database. */
    public List<Session> of(String databaseName) {
        return database.query(LIST, Sessions::read, databaseName, false);
    }

    /** The clients of every database of the server. */
    public List<Session> all() {
        return database.query(LIST, Sessions::read, "", true);
    }

    private static Session read(ResultSet row) throws SQLException {
        return new Session(
                row.getInt("pid"),
                row.getString("usename"),
                row.getString("datname"),
                row.getString("client"),
                row.getString("application_name"),
                row.getString("state"),
                row.getString("wait_event"),
                Duration.ofMillis((long) (row.getDouble("in_state") * 1000)),
                row.getString("query"));
    }
}
