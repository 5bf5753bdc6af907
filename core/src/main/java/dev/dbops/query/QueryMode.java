package dev.dbops.query;

/** The changes that a query may make to the database. */
public enum QueryMode {
    /** Read: the server refuses to write, and any change that is made nevertheless is rolled back. */
    READ,
    /** Write, and commit. */
    WRITE,
    /** Write, and roll back. */
    TRIAL
}
