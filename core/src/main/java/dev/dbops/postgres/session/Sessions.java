package dev.dbops.postgres.session;

import dev.dbops.postgres.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The clients connected to a server, except this connection. */
public final class Sessions {
    /** The columns that a {@link Session} is built from. */
    static final String COLUMNS = """
        a.pid,
               coalesce(a.usename, '') AS usename,
               coalesce(a.datname, '') AS datname,
               coalesce(host(a.client_addr), '') AS client,
               a.application_name,
               coalesce(a.state, '') AS state,
               coalesce(a.wait_event_type || ':' || a.wait_event, '') AS wait_event,
               coalesce(extract(epoch FROM clock_timestamp() - coalesce(a.state_change, a.backend_start)), 0)::float8
                 AS in_state,
               coalesce(a.query, '') AS query
        """;

    /** For sessions that are hidden from the connected role, the server does not even report that they are clients. */
    private static final String LIST = "SELECT " + COLUMNS + " FROM pg_stat_activity a " + SessionFilter.WANTED + """
            WHERE coalesce(a.backend_type, 'client backend') = 'client backend'
              AND a.datname IS NOT NULL
              AND a.usename IS NOT NULL
              AND a.pid <> pg_backend_pid()
              AND (a.datname = ? OR ?)
              AND\s\
            """
            + SessionFilter.IS_WANTED + """
             ORDER BY datname, state, in_state DESC, pid
            """;

    /** The locks of prepared transactions have no process; sessions that wait for them report 0. */
    private static final String WAITING = "SELECT " + COLUMNS + """
        , CASE WHEN a.pid IN (SELECT l.pid FROM pg_locks l WHERE NOT l.granted)
               THEN pg_blocking_pids(a.pid) ELSE '{}' END AS blocked_by
          FROM pg_stat_activity a
         WHERE a.pid <> pg_backend_pid()
           AND a.datname IS NOT NULL
         ORDER BY a.pid
        """;

    /**
     * The prepared transactions that hold a lock that a session waits for; their locks are identified by the lock on
     * their own transaction ID.
     */
    private static final String PREPARED = """
        SELECT 0 AS pid,
               x.owner AS usename,
               x.database AS datname,
               '' AS client,
               '' AS application_name,
               'prepared transaction' AS state,
               '' AS wait_event,
               extract(epoch FROM clock_timestamp() - x.prepared)::float8 AS in_state,
               'PREPARE TRANSACTION ' || quote_literal(x.gid) AS query
          FROM pg_prepared_xacts x
         WHERE EXISTS (
               SELECT
                 FROM pg_locks held
                 JOIN pg_locks wanted
                   ON held.locktype = wanted.locktype
                  AND (held.database, held.relation, held.page, held.tuple, held.transactionid, held.classid,
                       held.objid, held.objsubid)
                      IS NOT DISTINCT FROM
                      (wanted.database, wanted.relation, wanted.page, wanted.tuple, wanted.transactionid,
                       wanted.classid, wanted.objid, wanted.objsubid)
                 JOIN pg_locks own
                   ON own.virtualtransaction = held.virtualtransaction
                  AND own.transactionid = x.transaction
                  AND own.pid IS NULL
                  AND own.granted
                WHERE held.pid IS NULL
                  AND held.granted
                  AND NOT wanted.granted)
         ORDER BY x.prepared
        """;

    private final Database database;

    public Sessions(Database database) {
        this.database = database;
    }

    /** The clients of one database. */
    public List<Session> of(String databaseName) {
        return of(databaseName, SessionFilter.ALL);
    }

    /** The clients of one database that meet the filter. */
    public List<Session> of(String databaseName, SessionFilter filter) {
        return list(filter, databaseName, false);
    }

    /** The clients of all databases of the server that meet the filter. */
    public List<Session> all(SessionFilter filter) {
        return list(filter, "", true);
    }

    private List<Session> list(SessionFilter filter, String databaseName, boolean all) {
        var parameters = new ArrayList<>(filter.parameters());
        parameters.add(databaseName);
        parameters.add(all);
        return database.query(LIST, Sessions::read, parameters.toArray());
    }

    /** The sessions that wait for locks and the sessions that hold them, in all databases, as a tree. */
    public BlockingTree blocking() {
        var nodes = database.query(WAITING, row -> {
            var pids = (Integer[]) row.getArray("blocked_by").getArray();
            return new BlockingTree.Node(
                    read(row), Arrays.stream(pids).distinct().toList());
        });
        if (nodes.stream().anyMatch(node -> node.blockedBy().contains(BlockingTree.PREPARED_TRANSACTION))) {
            database.query(PREPARED, Sessions::read).stream()
                    .findFirst()
                    .ifPresent(prepared -> nodes.add(new BlockingTree.Node(prepared, List.of())));
        }
        return new BlockingTree(nodes);
    }

    /** The first sessions in one line, for a message. */
    public static String describe(List<Session> sessions) {
        var text = new StringBuilder(sessions.size() == 1 ? "1 session: " : sessions.size() + " sessions: ");
        for (var i = 0; i < sessions.size() && i < 5; i++) {
            var session = sessions.get(i);
            text.append(i == 0 ? "" : ", ").append(session.pid()).append(" (").append(session.user());
            append(text, " from ", session.client());
            append(text, ", ", session.application());
            append(text, ", ", session.state());
            text.append(')');
        }
        return text.append(sessions.size() > 5 ? " ..." : "").toString();
    }

    private static void append(StringBuilder text, String lead, String value) {
        if (!value.isEmpty()) {
            text.append(lead).append(value);
        }
    }

    static Session read(ResultSet row) throws SQLException {
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
