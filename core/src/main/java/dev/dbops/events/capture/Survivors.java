package dev.dbops.events.capture;

import dev.dbops.events.Operation;
import java.util.stream.Collectors;

/**
 * The SQL for rows that exist although an event of their statement deletes their key. The parts of a statement, as in
 * {@code WITH d AS (DELETE ...) INSERT ...}, fire their triggers in another order than they changed the rows. So a
 * trigger that fires after that of an INSERT or UPDATE logs such rows again.
 *
 * @param operation the operation of the function
 */
record Survivors(CapturedTable table, CaptureOptions options, Operation operation) {
    /** Returns the statement by which functions that fire later know of this one's; empty if none needs it. */
    String rememberWrite(SqlTemplate sql) {
        return operation != Operation.DELETE && matter() ? sql.fill("remember_write_of_statement") + "\n    " : "";
    }

    /**
     * Returns the statements that look for such rows and log them; empty if the function deletes no key.
     *
     * @param sql the fragments of the function
     * @param inFormat the fragments of a statement that is an argument of format
     * @param findImage the statement that sets row_image for images of named columns; empty if they are not needed
     */
    String look(SqlTemplate sql, SqlTemplate inFormat, String findImage) {
        if (operation == Operation.INSERT || !matter()) {
            return "";
        }
        var rows = inFormat.with(
                        "survivor_source",
                        CapturedValues.inFormat(table, options).rows("%2$s"))
                .with("survivor_condition", condition())
                .fill("survivor_rows");
        var image = CapturedValues.literal("to_jsonb(dbops_row.*)");
        return sql.with("find_survivor_image", findImage.isEmpty() ? "" : findImage + "\n            ")
                        .with("survivor_image", findImage.isEmpty() ? image : "coalesce(row_image, " + image + ")")
                        .with("survivors_format", CapturedValues.literal(rows))
                        .fill("look_for_survivors")
                + "\n    ";
    }

    private boolean matter() {
        return !table.key().isEmpty() && options.needKey();
    }

    /** An old row has the key of the table's row, and no new row has. */
    private String condition() {
        var old = "EXISTS (SELECT FROM old_rows AS o WHERE %s)".formatted(same("o"));
        return operation == Operation.UPDATE
                ? old + " AND NOT EXISTS (SELECT FROM new_rows AS n WHERE %s)".formatted(same("n"))
                : old;
    }

    private String same(String row) {
        return table.key().stream()
                .map(CapturedValues::identifier)
                .map(name -> name.replace("%", "%%"))
                .map(name -> "%s.%s = dbops_row.%s".formatted(row, name, name))
                .collect(Collectors.joining(" AND "));
    }
}
