package dev.dbops.doctor;

/** How a step of an examination ended, from good to bad; the names are what is printed. */
public enum Outcome {
    ok,
    /** It could not be tried, because a step before it failed or because we may not look. */
    skipped,
    /** It works, and somebody should look at it. */
    warning,
    /** It is broken. */
    failed
}
