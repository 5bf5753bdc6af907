package dev.dbops.cli.database;

/**
 * A part of what prepare made, as a row of its report.
 *
 * @param part such as database
 * @param state what was done: created, loaded, written, updated; or kept
 * @param detail its name and contents
 */
record PreparedPart(String part, State state, String detail) {
    enum State {
        CREATED,
        LOADED,
        UPDATED,
        WRITTEN,
        KEPT
    }
}
