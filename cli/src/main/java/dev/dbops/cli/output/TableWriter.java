package dev.dbops.cli.output;

import dev.dbops.table.AlignedRows;
import dev.dbops.table.Cell;
import dev.dbops.table.DisplayWidth;
import dev.dbops.table.ExpandedRows;
import dev.dbops.table.Expansion;
import dev.dbops.table.Screen;
import dev.dbops.table.TableColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Writes records as aligned columns under a header, without borders. On a terminal, texts are cut until the table fits;
 * when that is not enough, each value gets a line of its own.
 */
final class TableWriter {
    /** In a file or a pipe, a longer value is cut: a table is for the eye, JSON and CSV have it whole. */
    private static final int WIDEST_CELL = 60;

    private final TextStream out;
    private final TableLayout layout;

    TableWriter(TextStream out, TableLayout layout) {
        this.out = out;
        this.layout = layout;
    }

    /** Writes records of one class. */
    void write(List<? extends Record> rows) {
        var columns = new ArrayList<TableColumn>();
        var values = new ArrayList<List<String>>();
        for (var i = 0; i < rows.size(); i++) {
            values.add(new ArrayList<>());
        }
        for (var component : rows.getFirst().getClass().getRecordComponents()) {
            var number = false;
            for (var i = 0; i < rows.size(); i++) {
                var value = RecordFields.value(rows.get(i), component);
                number |= CellText.isNumber(value);
                values.get(i).add(CellText.forPeople(value).strip());
            }
            columns.add(new TableColumn(
                    RecordFields.name(component).toUpperCase(Locale.ROOT).replace('_', ' '), number));
        }
        if (layout.expansion() == Expansion.ON || !writeAligned(columns, values)) {
            writeExpanded(columns, values);
        }
    }

    /** Writes nothing and returns false when the table does not fit. */
    private boolean writeAligned(List<TableColumn> columns, List<List<String>> values) {
        var shown = new ArrayList<List<String>>();
        for (var row : values) {
            var line = new ArrayList<String>();
            for (var value : row) {
                line.add(out.visible(shorten(value)));
            }
            shown.add(line);
        }
        var widths = ColumnFit.widths(columns, shown);
        if (!layout.screen().fits(ColumnFit.total(widths))
                && !ColumnFit.narrow(widths, columns, layout.screen().columns())) {
            return false;
        }
        var headings = new ArrayList<TableColumn>();
        for (var i = 0; i < widths.length; i++) {
            headings.add(new TableColumn(
                    DisplayWidth.cut(columns.get(i).name(), widths[i]),
                    columns.get(i).number()));
        }
        var rows = new ArrayList<List<Cell>>();
        for (var row : shown) {
            var cells = new ArrayList<Cell>();
            for (var i = 0; i < widths.length; i++) {
                cells.add(Cell.ofLine(DisplayWidth.cut(row.get(i), widths[i])));
            }
            rows.add(cells);
        }
        var table = new AlignedRows(headings, rows, AlignedRows.Style.PLAIN, out::println);
        table.header();
        for (var row : rows) {
            table.row(row);
        }
        return true;
    }

    private void writeExpanded(List<TableColumn> columns, List<List<String>> values) {
        var rows = new ArrayList<List<Cell>>();
        for (var row : values) {
            var cells = new ArrayList<Cell>();
            for (var value : row) {
                cells.add(Cell.of(value));
            }
            rows.add(cells);
        }
        new ExpandedRows(columns, layout.screen(), out::println).rows(rows);
    }

    /** The first line of the value; without a terminal not too much of it. */
    private String shorten(String value) {
        var end = value.indexOf('\n');
        var firstLine = end < 0 ? value : value.substring(0, end).stripTrailing() + " ...";
        var length = firstLine.codePointCount(0, firstLine.length());
        return layout.screen() != Screen.ENDLESS || length <= WIDEST_CELL
                ? firstLine
                : firstLine.substring(0, firstLine.offsetByCodePoints(0, WIDEST_CELL - 4)) + " ...";
    }
}
