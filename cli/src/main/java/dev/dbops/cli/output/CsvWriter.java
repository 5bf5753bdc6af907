package dev.dbops.cli.output;

import java.util.List;

/** Writes records as CSV after RFC 4180, with a header line; lines end in LF, as PostgreSQL's do. */
final class CsvWriter {
    private CsvWriter() {}

    static void write(List<? extends Record> rows, TextStream out) {
        if (rows.isEmpty()) {
            return;
        }
        var components = rows.getFirst().getClass().getRecordComponents();
        var line = new StringBuilder();
        for (var component : components) {
            append(line, RecordFields.name(component));
        }
        out.data(line.append('\n').toString());
        for (var row : rows) {
            line.setLength(0);
            for (var component : components) {
                append(line, CellText.plain(RecordFields.value(row, component)));
            }
            out.data(line.append('\n').toString());
        }
    }

    private static void append(StringBuilder line, String value) {
        if (!line.isEmpty()) {
            line.append(',');
        }
        var quoted = value.isEmpty() || value.indexOf(',') >= 0 || value.indexOf('"') >= 0 || hasLineEnd(value);
        line.append(quoted ? "\"" + value.replace("\"", "\"\"") + "\"" : value);
    }

    private static boolean hasLineEnd(String value) {
        return value.indexOf('\n') >= 0 || value.indexOf('\r') >= 0;
    }
}
