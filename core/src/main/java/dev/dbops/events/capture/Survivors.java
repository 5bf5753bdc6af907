package dev.dbops.events.capture;

import dev.dbops.events.Operation;
import dev.dbops.events.capture.CapturedTable.Way;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The SQL for rows that exist although an event of their statement deletes their key. The parts of a statement, as in
 * {@code WITH d AS (DELETE ...) INSERT ...}, fire their triggers in another order than they changed the rows. So a
 * trigger that fires after that of an INSERT or UPDATE logs such rows again.
 *
 * <p>Other triggers of the table fire between the parts: in {@code WITH u AS (UPDATE ...), i AS (INSERT ...) SELECT ...}
 * a statement trigger of the UPDATE can change the rows of the INSERT before these are captured. So with such triggers
 * the captured rows are compared with those of the table, and logged again as they are.
 *
 * @param operation the operation of the function
 */
record Survivors(CapturedTable table, CaptureOptions options, Operation operation) {
    /** Returns the statement by which functions that fire later know of this one's; empty if none needs it. */
    String rememberWrite(SqlTemplate sql) {
        return (operation != Operation.DELETE || othersFire()) && matter()
                ? sql.fill("remember_write_of_statement") + "\n    "
                : "";
    }

    /**
     * Returns the statements that look for such rows and log them; empty if the function deletes no key.
     *
     * @param sql the fragments of the function
     * @param inFormat the fragments of a statement that is an argument of format, the fourth of which is the condition
     *     for the same key
     */
    String look(SqlTemplate sql, SqlTemplate inFormat) {
        if (!areLookedFor()) {
            return "";
        }
        var conditional = inFormat.with("survivor_condition", condition());
        var rows = othersFire()
                ? conditional.with("rows_now", rowsNow(conditional)).fill("rows_as_they_are")
                : conditional.fill("survivor_rows");
        return sql.with("survivors_format", CapturedValues.literal(rows)).fill("look_for_survivors") + "\n    ";
    }

    /** Returns whether the function looks for such rows. */
    boolean areLookedFor() {
        return (operation != Operation.INSERT || othersFire()) && matter();
    }

    private boolean othersFire() {
        return table.way(options) == Way.FIRST;
    }

    private String rowsNow(SqlTemplate sql) {
        var parts = switch (operation) {
            case INSERT -> List.of("rows_changed", "rows_gone");
            case DELETE -> List.of("rows_created");
            default -> List.of("rows_created", "rows_changed", "rows_gone");
        };
        return parts.stream()
                .map(sql::fill)
                .collect(Collectors.joining("\n                UNION ALL\n                "));
    }

    private boolean matter() {
        return !table.key().isEmpty() && options.needKey();
    }

    /** An old row has the key of the table's row, and no new row has. */
    private String condition() {
        var old = "EXISTS (SELECT FROM old_rows AS other WHERE %4$s)";
        return operation == Operation.UPDATE ? old + " AND NOT EXISTS (SELECT FROM new_rows AS other WHERE %4$s)" : old;
    }
}
