package dev.dbops.postgres.session;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Selects the sessions that meet all given conditions.
 *
 * @param pids their process numbers; all when empty
 * @param state their state; the state of a transaction includes aborted transactions
 * @param olderThan the minimum time in their state
 * @param user their role
 * @param application their application_name
 */
public record SessionFilter(
        List<Integer> pids,
        Optional<SessionState> state,
        Optional<Duration> olderThan,
        Optional<String> user,
        Optional<String> application) {
    /** Every session. */
    public static final SessionFilter ALL =
            new SessionFilter(List.of(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /** Adds the conditions to a query of {@code pg_stat_activity a}; its parameters are {@link #parameters()}. */
    static final String WANTED = """
        CROSS JOIN (SELECT ?::text AS state, ?::float8 AS seconds, ?::text AS usename, ?::text AS application,
                           ?::int[] AS pids) wanted
        """;

    /** True for a row that meets the conditions. */
    static final String IS_WANTED = """
        (wanted.state = '' OR a.state IN (wanted.state, wanted.state || ' (aborted)'))
           AND (wanted.seconds = 0
                OR clock_timestamp() - coalesce(a.state_change, a.backend_start) >= wanted.seconds * interval '1 second')
           AND (wanted.usename = '' OR a.usename = wanted.usename)
           AND (wanted.application = '' OR a.application_name = wanted.application)
           AND (wanted.pids = '{}' OR a.pid = ANY (wanted.pids))
        """;

    public SessionFilter {
        pids = List.copyOf(pids);
    }

    /** Returns whether there is no condition, so that every session meets the filter. */
    public boolean isEmpty() {
        return equals(ALL);
    }

    List<Object> parameters() {
        return List.of(
                state.map(SessionState::text).orElse(""),
                olderThan.map(age -> age.toMillis() / 1000.0).orElse(0.0),
                user.orElse(""),
                application.orElse(""),
                pids.stream().map(String::valueOf).collect(Collectors.joining(",", "{", "}")));
    }
}
