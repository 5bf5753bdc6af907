package dev.dbops.users;

/**
 * What a synchronisation is to do.
 *
 * @param pool the pool's name, for the report
 * @param match by what users and rows belong together
 * @param acceptUnverified whether users count of whom it is not shown that they are who they say
 * @param insertMissing whether users that have no row get one
 * @param named how many users the report is to name, besides its counts
 */
public record SyncRules(String pool, UserMatch match, boolean acceptUnverified, boolean insertMissing, int named) {
    /** Whether the user's word for what rows are found by is good enough. */
    boolean trusts(PoolUser user) {
        return acceptUnverified || (match == UserMatch.email ? user.emailVerified() : user.confirmed());
    }
}
