package dev.dbops.shell;

import java.util.ArrayList;
import java.util.List;
import org.jline.utils.WCWidth;

/**
 * A value as a terminal shows it: its lines, and how wide they are.
 *
 * <p>Control characters are written out, so that no value can give orders to the terminal.
 *
 * @param lines at least one
 */
record Cell(List<String> lines) {
    private static final int TAB = 8;

    /** NULL is shown as nothing, as psql does. */
    static Cell of(String value) {
        if (value == null || isPlain(value)) {
            return new Cell(List.of(value == null ? "" : value));
        }
        var lines = new ArrayList<String>();
        for (var line : value.split("\n", -1)) {
            lines.add(visible(line));
        }
        return new Cell(lines);
    }

    private static boolean isPlain(String value) {
        for (var i = 0; i < value.length(); i++) {
            if (Character.isISOControl(value.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static String visible(String line) {
        var text = new StringBuilder();
        for (var i = 0; i < line.length(); i++) {
            var next = line.charAt(i);
            if (next == '\t') {
                text.append(" ".repeat(TAB - width(text.toString()) % TAB));
            } else if (next == '\r') {
                text.append("\\r");
            } else if (Character.isISOControl(next)) {
                text.append("\\x%02X".formatted((int) next));
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
