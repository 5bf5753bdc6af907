package dev.dbops.table;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Rows in columns. The columns are as wide as the first rows need; a later value that is wider moves what follows it to
 * the right.
 */
public final class AlignedRows {
    /** The separation of the columns. */
    public enum Style {
        /** By two spaces. */
        PLAIN,
        /** By lines, with the header in the middle of its column, as psql does. */
        LINES
    }

    private final List<TableColumn> columns;
    private final int[] widths;
    private final Style style;
    private final Consumer<String> out;

    /**
     * @param first the rows that decide how wide the columns are
     * @param out takes each line
     */
    public AlignedRows(List<TableColumn> columns, List<List<Cell>> first, Style style, Consumer<String> out) {
        this.columns = columns;
        this.style = style;
        this.out = out;
        this.widths = new int[columns.size()];
        for (var i = 0; i < widths.length; i++) {
            widths[i] = DisplayWidth.of(columns.get(i).name());
            for (var row : first) {
                widths[i] = Math.max(widths[i], row.get(i).width());
            }
        }
    }

    /** The width of a whole line. */
    public int width() {
        var between = style == Style.PLAIN ? 2 : 3;
        var width = Math.max(0, between * widths.length - (style == Style.PLAIN ? between : 1));
        for (var column : widths) {
            width += column;
        }
        return width;
    }

    /** Writes the names of the columns. */
    public void header() {
        if (style == Style.PLAIN) {
            var names = new ArrayList<Cell>();
            for (var column : columns) {
                names.add(Cell.ofLine(column.name()));
            }
            out.accept(plainLine(names, 0));
            return;
        }
        var names = new StringBuilder();
        var rule = new StringBuilder();
        for (var i = 0; i < widths.length; i++) {
            var name = columns.get(i).name();
            var space = widths[i] - DisplayWidth.of(name);
            names.append(i == 0 ? " " : "| ").append(" ".repeat(space / 2)).append(name);
            names.append(" ".repeat(space - space / 2 + 1));
            rule.append(i == 0 ? "-" : "+-").append("-".repeat(widths[i] + 1));
        }
        out.accept(names.toString());
        out.accept(rule.toString());
    }

    /** Writes one row. */
    public void row(List<Cell> cells) {
        var height = 1;
        for (var cell : cells) {
            height = Math.max(height, cell.lines().size());
        }
        for (var index = 0; index < height; index++) {
            out.accept(style == Style.PLAIN ? plainLine(cells, index) : lineWithRules(cells, index));
        }
    }

    private String plainLine(List<Cell> cells, int index) {
        var line = new StringBuilder();
        for (var i = 0; i < widths.length; i++) {
            line.append(i == 0 ? "" : "  ").append(aligned(cells.get(i), index, i));
        }
        return line.toString().stripTrailing();
    }

    /** A plus sign after a line says that the value continues below. */
    private String lineWithRules(List<Cell> cells, int index) {
        var line = new StringBuilder();
        for (var i = 0; i < widths.length; i++) {
            var more = index + 1 < cells.get(i).lines().size();
            line.append(i == 0 ? " " : "| ").append(aligned(cells.get(i), index, i));
            line.append(more ? "+" : " ");
        }
        return line.toString().stripTrailing();
    }

    private String aligned(Cell cell, int index, int column) {
        return DisplayWidth.padded(
                cell.line(index), widths[column], columns.get(column).number());
    }
}
