package dev.dbops.users;

/**
 * A user as the identity provider's pool has it; what it lacks is an empty string.
 *
 * @param id what the provider calls the user for good: the sub of an Amazon Cognito user
 * @param handle the name that the user chose
 * @param email the address
 * @param name the name to show
 * @param confirmed whether the sign-up was completed
 * @param emailVerified whether the address was shown to be the user's own
 */
public record PoolUser(String id, String handle, String email, String name, boolean confirmed, boolean emailVerified) {
    public PoolUser {
        handle = storable(handle);
        email = storable(email);
        name = storable(name);
    }

    /** The server's text cannot hold NUL. Left out of a name it would make another's name of it. */
    private static String storable(String value) {
        return value.indexOf('\0') < 0 ? value : "";
    }
}
