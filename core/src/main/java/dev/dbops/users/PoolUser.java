package dev.dbops.users;

/**
 * A user in the identity provider's pool; a missing attribute is an empty string.
 *
 * @param id the provider's permanent ID of the user: the sub of an Amazon Cognito user
 * @param handle the name that the user chose
 * @param email the address
 * @param name the display name
 * @param confirmed whether the sign-up was completed
 * @param emailVerified whether the address was verified
 */
public record PoolUser(String id, String handle, String email, String name, boolean confirmed, boolean emailVerified) {
    public PoolUser {
        handle = storable(handle);
        email = storable(email);
        name = storable(name);
    }

    /** The server's text cannot contain NUL. Removing it from a name could produce another user's name. */
    private static String storable(String value) {
        return value.indexOf('\0') < 0 ? value : "";
    }
}
