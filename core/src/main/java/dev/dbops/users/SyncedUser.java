package dev.dbops.users;

import java.util.Optional;

/**
 * A user, and its result.
 *
 * @param handle the handle in the pool; for a row without a user, in the table
 * @param email the address, likewise
 * @param cognitoUserId the user's ID in the pool; for a row without a user, the ID in the table
 * @param note additional information
 */
public record SyncedUser(
        SyncOutcome outcome,
        Optional<String> handle,
        Optional<String> email,
        Optional<String> cognitoUserId,
        Optional<String> note) {}
