package dev.dbops.aws.lambda.role;

/**
 * A part of what lets a database call a function.
 *
 * @param part what it is
 * @param state whether it is there
 * @param detail its value, or what is missing
 */
public record RolePart(String part, State state, String detail) {
    /** The state of a part. */
    public enum State {
        DONE,
        MISSING,
        /** AWS is at work on it. */
        PENDING,
        /** It is there, but does not work. */
        INVALID,
        /** It cannot be seen from here. */
        UNKNOWN,
        /** It was taken back. */
        REMOVED,
        /** It stays, because db-ops did not make it or others use it. */
        KEPT
    }
}
