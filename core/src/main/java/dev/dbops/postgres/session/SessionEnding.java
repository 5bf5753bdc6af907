package dev.dbops.postgres.session;

import dev.dbops.OpsException;
import dev.dbops.Polling;
import dev.dbops.Polling.Pace;
import dev.dbops.ServerError;
import dev.dbops.postgres.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Ends sessions or cancels their queries, and only those that the user selected.
 *
 * <p>After it was listed, a session may end, its process number may be reused, and its state may change. So a session
 * is identified by its number and start time, and the statement that ends it checks again that it still meets the
 * filter.
 */
public final class SessionEnding {
    private static final Pace PACE = new Pace(Duration.ofMillis(5), Duration.ofMillis(250));
    private static final String INSUFFICIENT_PRIVILEGE = "42501";

    /**
     * The sessions that meet the filter, and why some of them are skipped: this session, processes that are not
     * clients, other databases, the administration of RDS, and superusers other than the connected role.
     */
    private static final String CANDIDATES = "SELECT " + Sessions.COLUMNS + """
            , coalesce(a.backend_start::text, '') AS backend_start,
                   coalesce(a.query_start::text, '') AS query_start,
                   CASE WHEN a.pid = pg_backend_pid() THEN 'it is the session of this command'
                        WHEN a.backend_type <> 'client backend' THEN 'it is not a client backend, but: ' || a.backend_type
                        WHEN a.datname IS DISTINCT FROM ? THEN 'it is connected to database ' || coalesce(a.datname, '-')
                        WHEN a.usename = 'rdsadmin' THEN 'it belongs to Amazon RDS'
                        WHEN r.rolsuper AND a.usename <> session_user THEN 'its role is a superuser'
                        ELSE '' END AS obstacle
              FROM pg_stat_activity a
              LEFT JOIN pg_roles r ON r.oid = a.usesysid
            """ + SessionFilter.WANTED + """
            WHERE (a.datname = ? OR a.pid = ANY (wanted.pids))
              AND (a.pid <> pg_backend_pid() OR a.pid = ANY (wanted.pids))
              AND\s\
            """
            + SessionFilter.IS_WANTED + " ORDER BY a.pid";

    private static final String STILL = """
         FROM (SELECT a.pid, %s AS still
                 FROM pg_stat_activity a
        """ + SessionFilter.WANTED + """
                WHERE a.pid = ?
                  AND a.backend_start = ?::timestamptz
               OFFSET 0) session
        """;

    private static final String TERMINATE = "SELECT still, CASE WHEN still THEN pg_terminate_backend(pid) END"
            + STILL.formatted(SessionFilter.IS_WANTED);

    private static final String CANCEL = "SELECT still, CASE WHEN still THEN pg_cancel_backend(pid) END"
            + STILL.formatted(SessionFilter.IS_WANTED + " AND a.state = 'active' AND a.query_start = ?::timestamptz");

    private static final String LEFT = """
        SELECT state = 'active' AND query_start::text = ?
          FROM pg_stat_activity
         WHERE pid = ?
           AND backend_start = ?::timestamptz
        """;

    private final Database database;
    private final SessionFilter filter;
    private final boolean cancel;

    /**
     * @param filter the sessions of the connection's own database to select; it must not be empty
     * @param cancel whether to cancel only the running query
     */
    public SessionEnding(Database database, SessionFilter filter, boolean cancel) {
        this.database = database;
        this.filter = filter;
        this.cancel = cancel;
    }

    /**
     * A session that meets the filter.
     *
     * @param session as it was when it was listed
     * @param start when it began
     * @param queryStart when its query began
     * @param obstacle why it is skipped; empty when it is not
     */
    public record Candidate(Session session, String start, String queryStart, String obstacle) {}

    /** The outcome for a session. */
    public enum Outcome {
        WOULD_END,
        WOULD_CANCEL,
        ENDED,
        CANCELLED,
        GONE,
        SKIPPED,
        NOT_PERMITTED,
        STILL_THERE
    }

    /**
     * A session and its outcome.
     *
     * @param pid its process number
     * @param user its role
     * @param application its application_name
     * @param client its address
     * @param state its state when it was listed
     * @param inState how long it was in that state then
     * @param outcome its outcome
     * @param reason the reason, if the outcome needs one
     */
    public record Report(
            int pid,
            String user,
            String application,
            String client,
            String state,
            Duration inState,
            Outcome outcome,
            String reason) {
        /** The report for a process number that no selected session has. */
        public static Report notFound(int pid) {
            return new Report(pid, "", "", "", "", Duration.ZERO, Outcome.GONE, "there is no such session");
        }

        static Report of(Session session, Outcome outcome, String reason) {
            return new Report(
                    session.pid(),
                    session.user(),
                    session.application(),
                    session.client(),
                    session.state(),
                    session.inState(),
                    outcome,
                    reason);
        }
    }

    /** The sessions that meet the filter now. */
    public List<Candidate> candidates() {
        var name = database.target().database();
        var parameters = new ArrayList<Object>(List.of(name));
        parameters.addAll(filter.parameters());
        parameters.add(name);
        return database.query(CANDIDATES, this::candidate, parameters.toArray());
    }

    private Candidate candidate(ResultSet row) throws SQLException {
        var session = Sessions.read(row);
        var obstacle = row.getString("obstacle");
        if (obstacle.isEmpty()
                && cancel
                && !session.isHidden()
                && !session.state().equals("active")) {
            obstacle = "it runs no query";
        }
        return new Candidate(session, row.getString("backend_start"), row.getString("query_start"), obstacle);
    }

    /** The planned outcome for the session. */
    public Report planned(Candidate candidate) {
        return candidate.obstacle().isEmpty()
                ? Report.of(candidate.session(), cancel ? Outcome.WOULD_CANCEL : Outcome.WOULD_END, "")
                : Report.of(candidate.session(), Outcome.SKIPPED, candidate.obstacle());
    }

    /**
     * Ends the sessions, and waits until they are gone.
     *
     * @param timeout how long to wait for all of them together
     * @return the outcome for each, in their order
     * @throws InterruptedException when the thread is interrupted while it waits
     */
    public List<Report> end(List<Candidate> candidates, Duration timeout) throws InterruptedException {
        var reports = new ArrayList<Report>();
        for (var candidate : candidates) {
            reports.add(candidate.obstacle().isEmpty() ? end(candidate) : planned(candidate));
        }
        var polling = new Polling(timeout, PACE);
        while (isAnyLeft(candidates, reports) && polling.again()) {
            // the next check follows
        }
        for (var i = 0; i < reports.size(); i++) {
            if (isWaitedFor(reports.get(i)) && isLeft(candidates.get(i))) {
                reports.set(i, Report.of(candidates.get(i).session(), Outcome.STILL_THERE, "it has not ended yet"));
            }
        }
        return reports;
    }

    private Report end(Candidate candidate) {
        var session = candidate.session();
        if (candidate.start().isEmpty()) {
            return Report.of(session, Outcome.NOT_PERMITTED, "it is hidden from this role");
        }
        var parameters = new ArrayList<Object>();
        if (cancel) {
            parameters.add(candidate.queryStart());
        }
        parameters.addAll(filter.parameters());
        parameters.add(session.pid());
        parameters.add(candidate.start());
        try {
            var said = database.query(
                    cancel ? CANCEL : TERMINATE,
                    row -> row.getBoolean(1) ? row.getBoolean(2) ? done() : Outcome.GONE : Outcome.SKIPPED,
                    parameters.toArray());
            var outcome = said.isEmpty() ? Outcome.GONE : said.getFirst();
            return Report.of(session, outcome, outcome == Outcome.SKIPPED ? "it runs something else now" : "");
        } catch (OpsException e) {
            if (e.serverError().map(ServerError::sqlState).orElse("").equals(INSUFFICIENT_PRIVILEGE)) {
                return Report.of(session, Outcome.NOT_PERMITTED, "this role may not");
            }
            throw e;
        }
    }

    private Outcome done() {
        return cancel ? Outcome.CANCELLED : Outcome.ENDED;
    }

    private boolean isWaitedFor(Report report) {
        return report.outcome() == done();
    }

    private boolean isAnyLeft(List<Candidate> candidates, List<Report> reports) {
        for (var i = 0; i < reports.size(); i++) {
            if (isWaitedFor(reports.get(i)) && isLeft(candidates.get(i))) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether the session, or the cancelled query, is still there. */
    private boolean isLeft(Candidate candidate) {
        var left = database.query(
                LEFT,
                row -> row.getBoolean(1),
                candidate.queryStart(),
                candidate.session().pid(),
                candidate.start());
        return !left.isEmpty() && (!cancel || left.getFirst());
    }
}
