package dev.dbops.table;

import dev.dbops.text.VisibleText;

/**
 * A column of a table.
 *
 * @param name its heading, in one line and safe for a terminal
 * @param number whether its values are numbers, which are aligned to the right
 */
public record TableColumn(String name, boolean number) {
    public TableColumn {
        name = VisibleText.line(name);
    }
}
