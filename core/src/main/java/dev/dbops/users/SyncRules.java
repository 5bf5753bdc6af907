package dev.dbops.users;

/**
 * The rules of a synchronization.
 *
 * @param pool the pool's name, for the report
 * @param match how users and rows are matched
 * @param acceptUnverified whether unverified users are included
 * @param insertMissing whether users without a row get one
 * @param named how many users the report lists, in addition to its counts
 */
public record SyncRules(String pool, UserMatch match, boolean acceptUnverified, boolean insertMissing, int named) {
    /** Returns whether the attribute that rows are matched by is trusted for this user. */
    boolean trusts(PoolUser user) {
        return acceptUnverified || (match == UserMatch.email ? user.emailVerified() : user.confirmed());
    }
}
