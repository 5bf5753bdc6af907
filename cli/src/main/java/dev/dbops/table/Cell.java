package dev.dbops.table;

import dev.dbops.text.VisibleText;
import java.util.ArrayList;
import java.util.List;

/**
 * A value as a terminal shows it: its lines, and how wide they are. Characters that would control the terminal are
 * escaped.
 *
 * @param lines at least one
 * @param width the columns of a terminal that the widest line takes
 */
public record Cell(List<String> lines, int width) {
    private static final int TAB = 8;

    /** The cell of a value that is not NULL. */
    public static Cell of(String value) {
        var text = VisibleText.of(value);
        if (text.indexOf('\n') < 0 && text.indexOf('\t') < 0) {
            return ofLine(text);
        }
        var lines = new ArrayList<String>();
        var widest = 0;
        for (var line : text.split("\n", -1)) {
            lines.add(withoutTabs(line));
            widest = Math.max(widest, DisplayWidth.of(lines.getLast()));
        }
        return new Cell(lines, widest);
    }

    /** The cell of a text that is one line, and safe for a terminal. */
    public static Cell ofLine(String line) {
        return new Cell(List.of(line), DisplayWidth.of(line));
    }

    /** A tab is at most eight spaces, as psql shows it. */
    private static String withoutTabs(String line) {
        if (line.indexOf('\t') < 0) {
            return line;
        }
        var text = new StringBuilder();
        for (var i = 0; i < line.length(); i++) {
            var next = line.charAt(i);
            if (next == '\t') {
                text.append(" ".repeat(TAB - DisplayWidth.of(text.toString()) % TAB));
            } else {
                text.append(next);
            }
        }
        return text.toString();
    }

    /** The line with that index; empty after the last. */
    String line(int index) {
        return index < lines.size() ? lines.get(index) : "";
    }
}
