package dev.dbops.query;

/** What a query may do to the database. */
public enum QueryMode {
    /** Read: the server refuses to write, and whatever is done all the same is rolled back. */
    READ,
    /** Write, and commit. */
    WRITE,
    /** Write, and roll back. */
    TRIAL
}
