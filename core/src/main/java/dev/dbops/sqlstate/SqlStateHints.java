package dev.dbops.sqlstate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Common errors and their remedies. Reads hints.txt; read that file first to understand this class. */
public final class SqlStateHints {
    private SqlStateHints() {}

    private static final class Table {
        private static final List<SqlStateHint> ROWS = read();
    }

    /** All hints, by code. */
    public static List<SqlStateHint> all() {
        return Table.ROWS;
    }

    /** The hints for that code. */
    public static Optional<SqlStateHint> of(String sqlState) {
        return Table.ROWS.stream()
                .filter(row -> row.sqlState().equals(sqlState))
                .findFirst();
    }

    private static List<SqlStateHint> read() {
        var rows = new ArrayList<SqlStateHint>();
        var paragraph = new Paragraph();
        for (var line : ResourceLines.of("hints.txt")) {
            if (line.isEmpty()) {
                paragraph.endTo(rows);
                paragraph = new Paragraph();
            } else {
                paragraph.take(line);
            }
        }
        paragraph.endTo(rows);
        return List.copyOf(rows);
    }

    /** The lines of one error, with continuation lines joined. */
    private static final class Paragraph {
        private static final int LABEL_WIDTH = 9;

        private final List<String> lines = new ArrayList<>();

        void take(String line) {
            if (line.startsWith(" ")) {
                lines.add(lines.removeLast() + line);
            } else {
                lines.add(line);
            }
        }

        void endTo(List<SqlStateHint> rows) {
            if (!lines.isEmpty()) {
                rows.add(
                        new SqlStateHint(lines.getFirst(), only("means"), only("causes"), only("remedy"), templates()));
            }
        }

        private String only(String label) {
            for (var line : lines) {
                if (label(line).equals(label)) {
                    return line.substring(LABEL_WIDTH);
                }
            }
            throw new IllegalStateException("hints.txt: %s has no line \"%s\"".formatted(lines.getFirst(), label));
        }

        private List<SqlStateHint.Template> templates() {
            var templates = new ArrayList<SqlStateHint.Template>();
            for (var line : lines) {
                var label = label(line);
                if (label.equals("hint") || label.equals("over")) {
                    templates.add(new SqlStateHint.Template(line.substring(LABEL_WIDTH), label.equals("over")));
                }
            }
            return List.copyOf(templates);
        }

        private static String label(String line) {
            return line.length() < LABEL_WIDTH
                    ? ""
                    : line.substring(0, LABEL_WIDTH).strip();
        }
    }
}
