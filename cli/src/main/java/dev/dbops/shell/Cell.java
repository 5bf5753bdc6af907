package dev.dbops.shell;

import dev.dbops.text.VisibleText;
import java.util.ArrayList;
import java.util.List;
import org.jline.utils.WCWidth;

/**
 * A value as a terminal shows it: its lines, and how wide they are.
 *
 * <p>What a terminal would obey or hide is written out.
 *
 * @param lines at least one
 */
record Cell(List<String> lines) {
    private static final int TAB = 8;

    /** NULL is shown as nothing, as psql does. */
    static Cell of(String value) {
        var text = value == null ? "" : VisibleText.of(value);
        if (text.indexOf('\n') < 0 && text.indexOf('\t') < 0) {
            return new Cell(List.of(text));
        }
        var lines = new ArrayList<String>();
        for (var line : text.split("\n", -1)) {
            lines.add(withoutTabs(line));
        }
        return new Cell(lines);
    }

    /** The name of a column, which stays in one line. */
    static String heading(String name) {
        return VisibleText.line(name);
    }

    private static String withoutTabs(String line) {
        var text = new StringBuilder();
        for (var i = 0; i < line.length(); i++) {
            var next = line.charAt(i);
            if (next == '\t') {
                text.append(" ".repeat(TAB - width(text.toString()) % TAB));
            } else {
                text.append(next);
            }
        }
        return text.toString();
    }

    /** The columns of a terminal that the widest line takes. */
    int width() {
        var widest = 0;
        for (var line : lines) {
            widest = Math.max(widest, width(line));
        }
        return widest;
    }

    static int width(String line) {
        var width = 0;
        for (var i = 0; i < line.length(); i += Character.charCount(line.codePointAt(i))) {
            width += Math.max(0, WCWidth.wcwidth(line.codePointAt(i)));
        }
        return width;
    }

    /** The line at that place; empty behind the last. */
    String line(int index) {
        return index < lines.size() ? lines.get(index) : "";
    }
}
