package dev.dbops.aws.cognito;

import java.time.Instant;
import java.util.Optional;

/**
 * A user of a user pool. An empty value is not set in the pool.
 *
 * @param handle the attribute preferred_username
 * @param email the address
 * @param emailVerified whether the address was shown to be the user's own
 * @param name the attribute name
 * @param cognitoUserId the attribute sub: it never changes and is never used again
 * @param username what the user signs in with, or a UUID where that is the address
 * @param status such as CONFIRMED or FORCE_CHANGE_PASSWORD
 * @param enabled whether the user may sign in
 * @param createdAt when the user came into the pool
 */
public record CognitoUser(
        Optional<String> handle,
        Optional<String> email,
        boolean emailVerified,
        Optional<String> name,
        String cognitoUserId,
        String username,
        String status,
        boolean enabled,
        Optional<Instant> createdAt) {}
