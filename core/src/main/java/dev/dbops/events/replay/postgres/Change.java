package dev.dbops.events.replay.postgres;

import java.util.List;

/** A change of a table's rows. */
sealed interface Change {
    /** The statement that applies it. */
    String sql();

    /** The parameter of the statement, a JSON array. */
    String json();

    /** A change that its statement applies. */
    record Statement(String sql, String json) implements Change {}

    /**
     * Rows that probably do not exist yet. The statement updates those that do.
     *
     * @param key the columns of their key; empty if they have none
     * @param columns the columns in the order of the images
     * @param images a JSON object for each row
     */
    record NewRows(TargetTable table, List<String> key, List<String> columns, List<String> images) implements Change {
        @Override
        public String sql() {
            return ApplyStatements.upsert(table, columns, key);
        }

        @Override
        public String json() {
            return "[" + String.join(",", images) + "]";
        }
    }
}
