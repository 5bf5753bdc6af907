package dev.dbops.cli.migration;

/** The words for applying migrations, and for rolling them back. */
enum Direction {
    APPLY(
            "applied",
            "; this migration was rolled back",
            "it runs without a transaction, so its statements before the error remain: undo them, or remove them from"
                    + " the file; then db-ops migrate --repair, and db-ops migrate"),
    ROLL_BACK(
            "rolled back",
            "; this migration is still applied",
            "it runs without a transaction, so its statements before the error have taken effect: run the others by"
                    + " hand; then db-ops migrate --repair removes it from the history");

    private final String done;
    private final String unchanged;
    private final String halfDone;

    Direction(String done, String unchanged, String halfDone) {
        this.done = done;
        this.unchanged = unchanged;
        this.halfDone = halfDone;
    }

    /** The verb for a migration that is done. */
    String done() {
        return done;
    }

    /** The end of a message about a transaction that had no effect. */
    String unchanged() {
        return unchanged;
    }

    /** The hint after a failure without a transaction. */
    String halfDone() {
        return halfDone;
    }
}
