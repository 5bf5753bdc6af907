package dev.dbops.dist.campaign;

/** A fault of db-ops that a round has found; ends the campaign. */
final class Difference extends AssertionError {
    private static final long serialVersionUID = 1;

    Difference(String message) {
        super(message);
    }
}
