package dev.dbops.shell;

import dev.dbops.postgres.results.ResultColumn;
import java.io.PrintStream;
import java.util.List;

/** Rows as psql shows them with {@code \x}: each value on a line of its own, behind its column's name. */
final class ExpandedRows {
    private final List<ResultColumn> columns;
    private final PrintStream out;
    private final int nameWidth;
    private long record;

    ExpandedRows(List<ResultColumn> columns, PrintStream out) {
        this.columns = columns;
        this.out = out;
        var width = 0;
        for (var column : columns) {
            width = Math.max(width, Cell.width(Cell.heading(column.name())));
        }
        this.nameWidth = width;
    }

    void rows(List<List<String>> rows) {
        var valueWidth = 0;
        for (var row : rows) {
            for (var value : row) {
                valueWidth = Math.max(valueWidth, Cell.of(value).width());
            }
        }
        for (var row : rows) {
            record++;
            out.println(heading(valueWidth));
            for (var i = 0; i < columns.size(); i++) {
                value(Cell.heading(columns.get(i).name()), Cell.of(row.get(i)), valueWidth);
            }
        }
    }

    /** {@code -[ RECORD 1 ]-+----}: the plus sign stands above the bars, unless the words reach that far. */
    private String heading(int valueWidth) {
        var words = "-[ RECORD " + record + " ]";
        var line = new StringBuilder(words);
        while (line.length() < nameWidth + 3 + valueWidth) {
            line.append(line.length() == nameWidth + 1 ? '+' : '-');
        }
        return line.toString();
    }

    private void value(String name, Cell cell, int width) {
        for (var i = 0; i < cell.lines().size(); i++) {
            var label = i == 0 ? name : "";
            var space = " ".repeat(width - Cell.width(cell.line(i)));
            var more = i + 1 < cell.lines().size() ? space + "+" : "";
            var padding = " ".repeat(nameWidth - Cell.width(label));
            out.println((label + padding + " | " + cell.line(i) + more).stripTrailing());
        }
    }
}
