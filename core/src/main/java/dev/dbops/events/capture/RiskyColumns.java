package dev.dbops.events.capture;

import dev.dbops.events.capture.CapturedTable.Risk;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** The columns of a table for whose values to_jsonb can fail. */
record RiskyColumns(CapturedTable table) {
    /**
     * Text that may contain json which jsonb does not accept: any escape of a character, since the server's encoding may
     * lack the character, and numbers that may be out of range. 92 is the backslash, which literals may not have alone.
     */
    private static final String UNSAFE = "strpos(@, chr(92) || 'u') > 0 OR @ ~ '[0-9]{255}|[eE][-+]?0*[1-9][0-9]{2}'";

    boolean areAny() {
        return table.encoded().stream().anyMatch(column -> column.risk() != Risk.NONE);
    }

    /**
     * Returns a condition that holds for each row of which to_jsonb would fail.
     *
     * @param value returns the SQL for the value of a column
     */
    String condition(UnaryOperator<String> value) {
        if (table.encoded().stream().anyMatch(column -> column.risk() == Risk.CODE)) {
            return "true";
        }
        return table.encoded().stream()
                .filter(column -> column.risk() == Risk.TEXT)
                .map(column -> UNSAFE.replace("@", value.apply(column.name()) + "::text"))
                .collect(Collectors.joining(" OR "));
    }
}
