package dev.dbops.compare;

import dev.dbops.postgres.Database;

/** Receives the progress of a comparison. Calls come from several threads, one after the other. */
public interface CompareListener {
    /**
     * A table was compared.
     *
     * @param done how many tables were compared
     * @param all how many tables are compared
     */
    default void compared(TableComparison table, int done, int all) {}

    /** A connection to the source was opened, whose statement an interrupt should cancel. */
    default void opened(Database source) {}

    /** Something happened that the user should know. */
    default void note(String sentence) {}
}
