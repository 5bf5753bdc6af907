package dev.dbops.users;

import java.util.Optional;

/**
 * A user, and what became of it.
 *
 * @param handle in the pool; for a row that the pool lacks, in the table
 * @param email likewise
 * @param cognitoUserId the user's id in the pool; for a row that the pool lacks, what the table has in its place
 * @param note more about it
 */
public record SyncedUser(
        SyncOutcome outcome,
        Optional<String> handle,
        Optional<String> email,
        Optional<String> cognitoUserId,
        Optional<String> note) {}
