package dev.dbops.users;

/** The attribute that matches a user of the pool with a row of the table. */
public enum UserMatch {
    /** The handle, compared as its column compares: case-sensitive, unless the column is of type citext. */
    handle,
    /** The address, ignoring case. */
    email
}
