package dev.dbops.cli.output;

import dev.dbops.query.Column;
import dev.dbops.query.Row;
import dev.dbops.query.RowSink;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes rows as CSV (RFC 4180) as they come: NULL is empty, an empty string is {@code ""}, as PostgreSQL's COPY has it. */
final class RowCsv implements RowSink {
    private final RowText text;
    private boolean later;

    RowCsv(Output output) {
        this.text = new RowText(output::writeData);
    }

    @Override
    public Form form() {
        return Form.CELLS;
    }

    @Override
    public void begin(List<Column> columns) {
        if (later) {
            text.next().append('\n');
        }
        later = true;
        for (var i = 0; i < columns.size(); i++) {
            separate(i);
            append(columns.get(i).name().getBytes(StandardCharsets.UTF_8));
        }
        endLine();
    }

    @Override
    public void row(Row row) {
        for (var i = 0; i < row.size(); i++) {
            separate(i);
            if (!row.isNull(i)) {
                append(row.utf8(i));
            }
        }
        endLine();
    }

    private void separate(int column) {
        if (column > 0) {
            text.next().append(',');
        }
    }

    private void endLine() {
        text.next().append('\n');
        text.completed();
    }

    private void append(byte[] value) {
        if (!wantsQuotes(value)) {
            text.next().append(value);
            return;
        }
        text.next()
                .append('"')
                .append(new String(value, StandardCharsets.UTF_8).replace("\"", "\"\""))
                .append('"');
    }

    private static boolean wantsQuotes(byte[] value) {
        for (var letter : value) {
            if (letter == ',' || letter == '"' || letter == '\n' || letter == '\r') {
                return true;
            }
        }
        return value.length == 0;
    }

    @Override
    public void end() {
        text.flush();
    }

    @Override
    public void finish() {}
}
