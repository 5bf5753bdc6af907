package dev.dbops.migration;

/** The state of a migration: its file compared with its row in the history. */
public enum MigrationState {
    PENDING("pending"),
    APPLIED("applied"),
    /** Applied before the history began: its file is not checked. */
    BASELINE("baseline"),
    /** Repeatable, and its file has changed since it was applied. */
    OUTDATED("to be repeated"),
    /** A repeatable one that was applied again later. */
    SUPERSEDED("superseded"),
    /** Not applied, although a later one is. */
    SKIPPED("skipped"),
    /** Applied, and its file has changed since. */
    CHANGED("changed"),
    /** Its statements failed where no transaction could be rolled back. */
    FAILED("failed"),
    /** Applied, and there is no file. */
    MISSING("missing"),
    /** Applied, and newer than all files. */
    NEWER("newer"),
    /** Excluded by a repair. */
    DELETED("deleted"),
    /** Newer than the requested version. */
    LATER("later");

    private final String word;

    MigrationState(String word) {
        this.word = word;
    }

    /** Returns whether migrate would run it. */
    public boolean isDue() {
        return this == PENDING || this == OUTDATED;
    }

    /** Returns whether migrate refuses to continue. */
    public boolean isTrouble() {
        return this == SKIPPED || this == CHANGED || this == FAILED || this == MISSING;
    }

    @Override
    public String toString() {
        return word;
    }
}
