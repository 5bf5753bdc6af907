package dev.dbops.cli.output;

import dev.dbops.query.Column;
import dev.dbops.query.Row;
import dev.dbops.query.RowSink;
import dev.dbops.text.VisibleText;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes rows as aligned columns under the names that the server gives them. Values are whole: one of several lines takes
 * several lines.
 *
 * <p>The first rows say how wide the columns are; those behind them are written as they come, and may be wider.
 */
final class RowTable implements RowSink {
    private static final int MEASURED_ROWS = 1000;
    private static final int MEASURED_LETTERS = 1024 * 1024;
    private static final String GAP = "  ";

    private final RowText text;
    private final List<String[][]> measured = new ArrayList<>();
    private List<Column> columns = List.of();
    private int[] widths = new int[0];
    private int letters;
    private boolean measuring;
    private boolean later;

    RowTable(Output output) {
        this.text = new RowText(output::write);
    }

    @Override
    public Form form() {
        return Form.CELLS;
    }

    @Override
    public void begin(List<Column> described) {
        if (later) {
            text.next().append('\n');
        }
        later = true;
        columns = described;
        widths = new int[described.size()];
        letters = 0;
        measuring = true;
        var header = new String[described.size()][];
        for (var i = 0; i < header.length; i++) {
            header[i] = lines(described.get(i).name());
        }
        measure(header);
    }

    @Override
    public void row(Row row) {
        var cells = new String[row.size()][];
        for (var i = 0; i < cells.length; i++) {
            cells[i] = lines(row.text(i));
        }
        if (!measuring) {
            write(cells);
            return;
        }
        measure(cells);
        if (measured.size() > MEASURED_ROWS || letters > MEASURED_LETTERS) {
            writeMeasured();
        }
    }

    private void measure(String[][] cells) {
        measured.add(cells);
        for (var i = 0; i < cells.length; i++) {
            for (var line : cells[i]) {
                widths[i] = Math.max(widths[i], width(line));
                letters += line.length();
            }
        }
    }

    private void writeMeasured() {
        measuring = false;
        measured.forEach(this::write);
        measured.clear();
    }

    private void write(String[][] cells) {
        var height = 1;
        for (var cell : cells) {
            height = Math.max(height, cell.length);
        }
        for (var at = 0; at < height; at++) {
            var line = new StringBuilder();
            for (var column = 0; column < cells.length; column++) {
                line.append(column == 0 ? "" : GAP);
                append(line, at < cells[column].length ? cells[column][at] : "", column);
            }
            text.next().append(line.toString().stripTrailing()).append('\n');
        }
        text.completed();
    }

    private void append(StringBuilder line, String cell, int column) {
        var padding = " ".repeat(Math.max(0, widths[column] - width(cell)));
        if (columns.get(column).number()) {
            line.append(padding).append(cell);
        } else {
            line.append(cell).append(padding);
        }
    }

    private static int width(String line) {
        return line.codePointCount(0, line.length());
    }

    /** The lines of a value. What would steer the terminal is shown, not obeyed. */
    private static String[] lines(String value) {
        var shown = VisibleText.of(value);
        return shown.indexOf('\n') < 0 && shown.indexOf('\t') < 0
                ? new String[] {shown}
                : withoutTabs(shown).split("\n", -1);
    }

    /** A tab is eight spaces at most, as psql has it. */
    private static String withoutTabs(String value) {
        var shown = new StringBuilder();
        for (var i = 0; i < value.length(); i++) {
            var letter = value.charAt(i);
            if (letter == '\t') {
                var column = shown.length() - (shown.lastIndexOf("\n") + 1);
                shown.append(" ".repeat(8 - column % 8));
            } else {
                shown.append(letter);
            }
        }
        return shown.toString();
    }

    @Override
    public void end() {
        if (measuring) {
            writeMeasured();
        }
        text.flush();
    }

    @Override
    public void finish() {}
}
