package dev.dbops.shell;

import dev.dbops.postgres.results.ResultColumn;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows as psql shows them, in columns. The columns are as wide as the first rows need; a later value that is wider moves
 * what stands behind it.
 */
final class AlignedRows {
    private final List<ResultColumn> columns;
    private final int[] widths;
    private final PrintStream out;

    /**
     * @param first the rows that decide how wide the columns are
     */
    AlignedRows(List<ResultColumn> columns, List<List<String>> first, PrintStream out) {
        this.columns = columns;
        this.out = out;
        this.widths = new int[columns.size()];
        for (var i = 0; i < widths.length; i++) {
            widths[i] = Cell.width(Cell.heading(columns.get(i).name()));
            for (var row : first) {
                widths[i] = Math.max(widths[i], Cell.of(row.get(i)).width());
            }
        }
    }

    /** How wide the whole is. */
    int width() {
        var width = Math.max(0, 3 * widths.length - 1);
        for (var column : widths) {
            width += column;
        }
        return width;
    }

    void header() {
        var names = new StringBuilder();
        var rule = new StringBuilder();
        for (var i = 0; i < widths.length; i++) {
            var name = Cell.heading(columns.get(i).name());
            var space = widths[i] - Cell.width(name);
            names.append(i == 0 ? " " : "| ").append(" ".repeat(space / 2)).append(name);
            names.append(" ".repeat(space - space / 2 + 1));
            rule.append(i == 0 ? "-" : "+-").append("-".repeat(widths[i] + 1));
        }
        out.println(names);
        out.println(rule);
    }

    void rows(List<List<String>> rows) {
        for (var row : rows) {
            var cells = new ArrayList<Cell>();
            var height = 1;
            for (var value : row) {
                var cell = Cell.of(value);
                cells.add(cell);
                height = Math.max(height, cell.lines().size());
            }
            for (var line = 0; line < height; line++) {
                out.println(line(cells, line));
            }
        }
    }

    /** A plus sign behind a line says that the value goes on below. */
    private String line(List<Cell> cells, int index) {
        var line = new StringBuilder();
        for (var i = 0; i < widths.length; i++) {
            var cell = cells.get(i);
            var text = cell.line(index);
            var padding = " ".repeat(Math.max(0, widths[i] - Cell.width(text)));
            var more = index + 1 < cell.lines().size();
            line.append(i == 0 ? " " : "| ");
            line.append(columns.get(i).numeric() ? padding + text : text + padding);
            line.append(more ? "+" : " ");
        }
        return line.toString().stripTrailing();
    }
}
