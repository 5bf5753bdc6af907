package dev.dbops.cli.output;

import dev.dbops.table.DisplayWidth;
import dev.dbops.table.TableColumn;
import java.util.List;

/** Makes the columns of texts narrower until a table fits on the screen, the widest first. Numbers are never cut. */
final class ColumnFit {
    private static final int GAP = 2;

    /** A narrower column would say nothing. */
    private static final int NARROWEST = 6;

    private ColumnFit() {}

    /** The natural widths. */
    static int[] widths(List<TableColumn> columns, List<List<String>> rows) {
        var widths = new int[columns.size()];
        for (var i = 0; i < widths.length; i++) {
            widths[i] = DisplayWidth.of(columns.get(i).name());
            for (var row : rows) {
                widths[i] = Math.max(widths[i], DisplayWidth.of(row.get(i)));
            }
        }
        return widths;
    }

    /** The width of a line with such columns. */
    static int total(int[] widths) {
        var total = GAP * (widths.length - 1);
        for (var width : widths) {
            total += width;
        }
        return total;
    }

    /**
     * Narrows the widths.
     *
     * @return whether they fit now
     */
    static boolean narrow(int[] widths, List<TableColumn> columns, int screen) {
        var excess = total(widths) - screen;
        while (excess > 0) {
            var widest = widestText(widths, columns);
            if (widest < 0) {
                return false;
            }
            widths[widest]--;
            excess--;
        }
        return true;
    }

    /** The index of the widest column that can be narrower, the last of several; -1 when there is none. */
    private static int widestText(int[] widths, List<TableColumn> columns) {
        var widest = -1;
        for (var i = 0; i < widths.length; i++) {
            if (!columns.get(i).number() && widths[i] > NARROWEST && (widest < 0 || widths[i] >= widths[widest])) {
                widest = i;
            }
        }
        return widest;
    }
}
