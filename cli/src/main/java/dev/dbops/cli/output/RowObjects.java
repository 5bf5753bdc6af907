package dev.dbops.cli.output;

import dev.dbops.query.Column;
import dev.dbops.query.Row;
import dev.dbops.query.RowSink;
import java.util.List;

/** Writes each result as an array of JSON objects, one on a line as far as their values are. */
final class RowObjects implements RowSink {
    private final RowText text;
    private boolean later;

    RowObjects(Output output) {
        this.text = new RowText(output::write);
    }

    @Override
    public Form form() {
        return Form.OBJECTS;
    }

    @Override
    public void begin(List<Column> columns) {
        text.next().append('[');
        later = false;
    }

    @Override
    public void row(Row row) {
        if (later) {
            text.next().append(',').append('\n');
        }
        row.appendTo(text.next(), 0);
        later = true;
        text.completed();
    }

    @Override
    public void end() {
        text.next().append("]\n");
        text.flush();
    }

    @Override
    public void finish() {}
}
