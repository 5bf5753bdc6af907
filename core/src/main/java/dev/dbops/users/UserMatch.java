package dev.dbops.users;

/** By what a user of the pool and a row of the table are known to be the same. */
public enum UserMatch {
    /** The handle, compared as its column compares: capitals count, unless the column is of type citext. */
    handle,
    /** The address, however it is capitalised. */
    email
}
