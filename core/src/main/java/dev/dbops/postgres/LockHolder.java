package dev.dbops.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;

/** A session that holds a lock, in words. */
public final class LockHolder {
    private LockHolder() {}

    /**
     * Describes the session of a row.
     *
     * @param row with the columns pid, usename, application_name and client of pg_stat_activity
     */
    public static String describe(ResultSet row) throws SQLException {
        return "pid %d, user %s%s%s"
                .formatted(
                        row.getInt("pid"),
                        row.getString("usename"),
                        row.getString("client") == null ? "" : " from " + row.getString("client"),
                        row.getString("application_name").isEmpty() ? "" : ", " + row.getString("application_name"));
    }
}
