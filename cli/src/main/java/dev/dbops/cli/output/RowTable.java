package dev.dbops.cli.output;

import dev.dbops.query.Column;
import dev.dbops.query.Row;
import dev.dbops.query.RowSink;
import dev.dbops.table.AlignedRows;
import dev.dbops.table.Cell;
import dev.dbops.table.ExpandedRows;
import dev.dbops.table.Expansion;
import dev.dbops.table.TableColumn;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes rows as aligned columns under the names that the server gives them, or each value on a line of its own. Values
 * are whole: one of several lines takes several lines.
 *
 * <p>The first rows decide how wide the columns are, and whether they fit; later rows are written as they come, and may
 * be wider.
 */
final class RowTable implements RowSink {
    private static final int MEASURED_ROWS = 1000;
    private static final int MEASURED_LETTERS = 1024 * 1024;

    private final TableLayout layout;
    private final String nullText;
    private final RowText text;
    private final List<List<Cell>> measured = new ArrayList<>();
    private List<TableColumn> columns = List.of();
    private AlignedRows aligned;
    private ExpandedRows expanded;
    private int letters;
    private boolean measuring;
    private boolean later;

    RowTable(Output output, TableLayout layout, String nullText) {
        this.layout = layout;
        this.nullText = nullText;
        this.text = new RowText(output::write);
    }

    @Override
    public Form form() {
        return Form.CELLS;
    }

    @Override
    public void begin(List<Column> described) {
        if (later) {
            line("");
        }
        later = true;
        columns = new ArrayList<>(described.size());
        for (var column : described) {
            columns.add(new TableColumn(column.name(), column.number()));
        }
        letters = 0;
        measuring = true;
    }

    @Override
    public void row(Row row) {
        var cells = new ArrayList<Cell>(row.size());
        for (var i = 0; i < row.size(); i++) {
            var value = row.isNull(i) ? nullText : row.text(i);
            letters += value.length();
            cells.add(Cell.of(value));
        }
        if (!measuring) {
            write(cells);
            return;
        }
        measured.add(cells);
        if (measured.size() >= MEASURED_ROWS || letters > MEASURED_LETTERS) {
            writeMeasured();
        }
    }

    private void writeMeasured() {
        measuring = false;
        aligned = new AlignedRows(columns, measured, AlignedRows.Style.PLAIN, this::line);
        expanded = new ExpandedRows(columns, layout.screen(), this::line);
        if (isExpanded()) {
            expanded.rows(measured);
        } else {
            expanded = null;
            aligned.header();
            measured.forEach(this::write);
        }
        measured.clear();
    }

    /** A header without rows stays a header, unless expanded display was asked for. */
    private boolean isExpanded() {
        return layout.expansion() == Expansion.ON
                || !measured.isEmpty() && layout.expansion().expands(aligned.width(), layout.screen());
    }

    private void write(List<Cell> cells) {
        if (expanded != null) {
            expanded.rows(List.of(cells));
        } else {
            aligned.row(cells);
        }
        text.completed();
    }

    private void line(String line) {
        text.next().append(line).append('\n');
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
