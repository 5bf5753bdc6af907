package dev.dbops.cli.output;

import java.util.List;
import java.util.Locale;

/** Writes records as aligned columns under a header, without borders. */
final class TableWriter {
    /** A longer value is cut: a table is for the eye, JSON and CSV have it whole. */
    private static final int WIDEST_CELL = 60;

    private static final String GAP = "  ";

    private TableWriter() {}

    static void write(List<? extends Record> rows, TextStream out) {
        var components = rows.getFirst().getClass().getRecordComponents();
        var cells = new String[rows.size() + 1][components.length];
        var rightAligned = new boolean[components.length];
        for (var column = 0; column < components.length; column++) {
            cells[0][column] = RecordFields.name(components[column])
                    .toUpperCase(Locale.ROOT)
                    .replace('_', ' ');
            for (var row = 0; row < rows.size(); row++) {
                var value = RecordFields.value(rows.get(row), components[column]);
                rightAligned[column] = CellText.isNumber(value);
                cells[row + 1][column] = out.visible(shorten(CellText.forPeople(value)));
            }
        }
        var widths = widths(cells);
        for (var line : cells) {
            out.println(line(line, widths, rightAligned));
        }
    }

    /** The first line of the value, and not too much of it. */
    private static String shorten(String value) {
        var stripped = value.strip();
        var end = stripped.indexOf('\n');
        var firstLine = end < 0 ? stripped : stripped.substring(0, end).stripTrailing() + " ...";
        var length = firstLine.codePointCount(0, firstLine.length());
        return length <= WIDEST_CELL
                ? firstLine
                : firstLine.substring(0, firstLine.offsetByCodePoints(0, WIDEST_CELL - 4)) + " ...";
    }

    private static int[] widths(String[][] cells) {
        var widths = new int[cells[0].length];
        for (var line : cells) {
            for (var column = 0; column < widths.length; column++) {
                widths[column] = Math.max(widths[column], width(line[column]));
            }
        }
        return widths;
    }

    private static int width(String cell) {
        return cell.codePointCount(0, cell.length());
    }

    private static String line(String[] cells, int[] widths, boolean[] rightAligned) {
        var line = new StringBuilder();
        for (var column = 0; column < cells.length; column++) {
            var padding = " ".repeat(widths[column] - width(cells[column]));
            line.append(column == 0 ? "" : GAP);
            if (rightAligned[column]) {
                line.append(padding).append(cells[column]);
            } else {
                line.append(cells[column]).append(padding);
            }
        }
        return line.toString().stripTrailing();
    }
}
