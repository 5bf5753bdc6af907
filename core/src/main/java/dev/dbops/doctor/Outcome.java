package dev.dbops.doctor;

/** The outcome of a check's step, from good to bad; the names are printed. */
public enum Outcome {
    ok,
    /** The step could not run, because an earlier step failed or a privilege is missing. */
    skipped,
    /** It works, but needs attention. */
    warning,
    /** It is broken. */
    failed
}
