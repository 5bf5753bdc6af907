package dev.dbops.postgres.session;

import java.time.Duration;

/**
 * A client connected to the server, from pg_stat_activity (PostgreSQL documentation, section 27.2.3).
 *
 * @param pid the server process
 * @param user the role it is logged in as
 * @param database the database it is connected to
 * @param client its address; empty over a Unix socket
 * @param application its application_name
 * @param state active, idle, idle in transaction ...; empty when the role may not see it
 * @param waitEvent what it waits for, as type:event; empty when it does not
 * @param inState the time since it entered that state
 * @param query the last query's text
 */
public record Session(
        int pid,
        String user,
        String database,
        String client,
        String application,
        String state,
        String waitEvent,
        Duration inState,
        String query) {
    private static final String HIDDEN = "<insufficient privilege>";

    /**
     * Returns whether the connected role may not see its activity: it belongs to another role, and the connected role
     * is not a member of pg_read_all_stats.
     */
    public boolean isHidden() {
        return query.equals(HIDDEN);
    }
}
