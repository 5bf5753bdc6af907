package dev.dbops.users;

import java.util.List;

/**
 * The results of a synchronization, actual or planned. Each user of the pool is counted once, over all counts except
 * {@code replaced} and {@code databaseOnly}.
 *
 * @param database the database's name
 * @param table the table, with its schema
 * @param pool the pool
 * @param match how users and rows were matched
 * @param dryRun whether it was a dry run, without changes
 * @param poolUsers how many users the pool has
 * @param updated rows that got the user's ID
 * @param replaced how many of them had another ID before
 * @param inserted users that got a row
 * @param unchanged rows that already had the user's ID
 * @param poolOnly users without a row
 * @param databaseOnly rows without a user
 * @param withoutAttribute users that have no handle, or no address
 * @param unverified users whose sign-up or address is not confirmed
 * @param ambiguous users that share their handle or address, or match several rows
 * @param conflicts users that are linked to another row, or whose row is linked to another user
 * @param users all users except unchanged ones, or the first of them
 */
public record SyncReport(
        String database,
        String table,
        String pool,
        UserMatch match,
        boolean dryRun,
        long poolUsers,
        long updated,
        long replaced,
        long inserted,
        long unchanged,
        long poolOnly,
        long databaseOnly,
        long withoutAttribute,
        long unverified,
        long ambiguous,
        long conflicts,
        List<SyncedUser> users) {
    public SyncReport {
        users = List.copyOf(users);
    }

    /** The number of users that are not unchanged. */
    public long noteworthy() {
        return poolUsers + databaseOnly - unchanged;
    }

    /** One line with all counts that are not zero; updated and unchanged are always included. */
    public String summary() {
        var line = new StringBuilder();
        append(line, updated, dryRun ? "to update" : "updated", true);
        if (replaced > 0) {
            line.append(" (").append(replaced).append(" had another id)");
        }
        append(line, inserted, dryRun ? "to insert" : "inserted", false);
        append(line, unchanged, "unchanged", true);
        append(line, poolOnly, "in the pool only", false);
        append(line, databaseOnly, "in the database only", false);
        append(line, withoutAttribute, match == UserMatch.email ? "without email" : "without handle", false);
        append(line, unverified, "unverified", false);
        append(line, ambiguous, "ambiguous", false);
        append(line, conflicts, "in conflict", false);
        return line.toString();
    }

    private static void append(StringBuilder line, long count, String what, boolean always) {
        if (always || count > 0) {
            line.append(line.isEmpty() ? "" : ", ").append(count).append(' ').append(what);
        }
    }
}
