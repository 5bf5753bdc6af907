package dev.dbops.cli.output;

import dev.dbops.query.Column;
import dev.dbops.query.Row;
import dev.dbops.query.RowSink;
import java.util.List;

/** Writes the first value of each row as a line, and nothing else: a plan. */
public final class RowLines implements RowSink {
    private final RowText text;

    public RowLines(Output output) {
        this.text = new RowText(output::write);
    }

    @Override
    public Form form() {
        return Form.CELLS;
    }

    @Override
    public void begin(List<Column> columns) {}

    @Override
    public void row(Row row) {
        text.next().append(row.utf8(0)).append('\n');
        text.completed();
    }

    @Override
    public void end() {
        text.flush();
    }

    @Override
    public void finish() {}
}
