package dev.dbops.events.capture;

import dev.dbops.events.Operation;
import dev.dbops.postgres.Database;
import dev.dbops.postgres.SqlErrors;
import java.sql.SQLException;
import java.util.List;

/**
 * Writes the rows that a table has into the log, as read events. The transaction that creates the triggers does so while it
 * holds the lock of the table: the rows are those before the first change that the triggers capture.
 */
final class LoggedRows {
    private static final String INTO =
            "INSERT INTO dbops.event_log (schema_name, table_name, op, key, after, origin) SELECT ";

    private static final String ORIGIN = "nullif(current_setting('dbops.origin', true), '')";

    private LoggedRows() {}

    /**
     * Gives the transaction the settings with which values have the same text as in the capture functions. The session
     * keeps them.
     */
    static void prepare(Database database) {
        database.executeAsIs(CapturedRows.SETTINGS);
    }

    /**
     * Writes the rows of a table whose triggers were just created.
     *
     * @return the number of rows
     * @throws dev.dbops.OpsException of kind SQL, also when row-level security hides rows
     */
    static long write(Database database, TriggerPlan plan) {
        var rows = CapturedRows.of(database, plan);
        var values = List.of(
                CapturedValues.literal(rows.schema()),
                CapturedValues.literal(rows.name()),
                "'" + Operation.READ.letter() + "'",
                rows.key(),
                rows.image(),
                ORIGIN);
        // not prepared: a question mark in the condition is an operator
        try (var statement = database.connection().createStatement()) {
            statement.setEscapeProcessing(false);
            return statement.executeLargeUpdate(INTO + String.join(", ", values) + " FROM " + rows.from(""));
        } catch (SQLException e) {
            throw SqlErrors.translate(e);
        }
    }
}
