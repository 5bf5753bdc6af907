package dev.dbops.table;

import java.util.List;
import java.util.function.Consumer;

/** Rows as psql shows them with {@code \x}: each value on a line of its own, after its column's name. */
public final class ExpandedRows {
    private final List<TableColumn> columns;
    private final Screen screen;
    private final Consumer<String> out;
    private final int nameWidth;
    private long record;

    /**
     * @param screen the line above a record is not longer than it is wide
     * @param out takes each line
     */
    public ExpandedRows(List<TableColumn> columns, Screen screen, Consumer<String> out) {
        this.columns = columns;
        this.screen = screen;
        this.out = out;
        var width = 0;
        for (var column : columns) {
            width = Math.max(width, DisplayWidth.of(column.name()));
        }
        this.nameWidth = width;
    }

    /** Writes records, whose values are aligned with each other. */
    public void rows(List<List<Cell>> rows) {
        var valueWidth = 0;
        for (var row : rows) {
            for (var cell : row) {
                valueWidth = Math.max(valueWidth, cell.width());
            }
        }
        for (var row : rows) {
            record++;
            out.accept(heading(valueWidth));
            for (var i = 0; i < columns.size(); i++) {
                value(columns.get(i).name(), row.get(i), valueWidth);
            }
        }
    }

    /** {@code -[ RECORD 1 ]-+----}: the plus sign is above the bars, unless the words reach that far. */
    private String heading(int valueWidth) {
        var line = new StringBuilder("-[ RECORD ").append(record).append(" ]");
        var width = nameWidth + 3 + valueWidth;
        if (width > line.length()) {
            width = Math.min(width, screen.columns());
        }
        while (line.length() < width) {
            line.append(line.length() == nameWidth + 1 ? '+' : '-');
        }
        return line.toString();
    }

    private void value(String name, Cell cell, int width) {
        for (var i = 0; i < cell.lines().size(); i++) {
            var more = i + 1 < cell.lines().size();
            var value = more ? DisplayWidth.padded(cell.line(i), width, false) + "+" : cell.line(i);
            out.accept((DisplayWidth.padded(i == 0 ? name : "", nameWidth, false) + " | " + value).stripTrailing());
        }
    }
}
