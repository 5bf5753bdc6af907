package dev.dbops.shell;

import dev.dbops.postgres.catalog.Listing;
import dev.dbops.postgres.results.ResultColumn;
import dev.dbops.postgres.results.ResultListener;
import dev.dbops.table.AlignedRows;
import dev.dbops.table.Cell;
import dev.dbops.table.DisplayWidth;
import dev.dbops.table.ExpandedRows;
import dev.dbops.table.Expansion;
import dev.dbops.table.Screen;
import dev.dbops.table.TableColumn;
import dev.dbops.text.VisibleText;
import java.io.PrintStream;
import java.util.List;
import java.util.function.Consumer;

/** Shows the results of the server on standard output, and its notices on standard error. */
class Display implements ResultListener {
    private final PrintStream out;
    private final PrintStream err;
    private final Screen screen;
    private final Consumer<String> lines;
    private Expansion expansion = Expansion.AUTO;
    private String nullText = "";
    private boolean expandedOnce;
    private volatile boolean stopped;
    private List<TableColumn> columns = List.of();
    private AlignedRows aligned;
    private ExpandedRows records;

    /**
     * @param screen the terminal's size, which may change
     */
    Display(PrintStream out, PrintStream err, Screen screen) {
        this.out = out;
        this.err = err;
        this.screen = screen;
        this.lines = out::println;
    }

    /** Sets when each value gets a line of its own. */
    void expansion(Expansion value) {
        expansion = value;
    }

    Expansion expansion() {
        return expansion;
    }

    /** Sets the text for NULL, which is empty at first, as in psql. */
    void nullText(String text) {
        nullText = text;
    }

    String nullText() {
        return nullText;
    }

    /**
     * Prepares for the next statement.
     *
     * @param once whether its result is expanded, independent of the setting
     */
    void next(boolean once) {
        expandedOnce = once;
        stopped = false;
    }

    /** Shows no further rows. May be called from any thread. */
    void stop() {
        stopped = true;
    }

    boolean isStopped() {
        return stopped;
    }

    @Override
    public void begin(List<ResultColumn> next) {
        columns = next.stream()
                .map(column -> new TableColumn(column.name(), column.numeric()))
                .toList();
        aligned = null;
        records = null;
        if (expandedOnce || expansion == Expansion.ON) {
            records = new ExpandedRows(columns, screen, lines);
        }
    }

    @Override
    public boolean rows(List<List<String>> rows) {
        if (stopped) {
            return false;
        }
        var cells = cells(rows);
        if (records == null && aligned == null) {
            aligned = new AlignedRows(columns, cells, AlignedRows.Style.LINES, lines);
            if (!cells.isEmpty() && expansion.expands(aligned.width(), screen)) {
                records = new ExpandedRows(columns, screen, lines);
            } else {
                aligned.header();
            }
        }
        if (records != null) {
            records.rows(cells);
        } else {
            cells.forEach(aligned::row);
        }
        // long output cannot be read while it is printed: Ctrl-C ends it
        out.flush();
        return !stopped;
    }

    private List<List<Cell>> cells(List<List<String>> rows) {
        return rows.stream()
                .map(row -> row.stream()
                        .map(value -> Cell.of(value == null ? nullText : value))
                        .toList())
                .toList();
    }

    @Override
    public void end(long count) {
        if (stopped) {
            out.println("(stopped)");
        } else if (records == null || count == 0) {
            out.println(count == 1 ? "(1 row)" : "(" + count + " rows)");
        }
        out.println();
        out.flush();
    }

    @Override
    public void status(String tag) {
        out.println(tag);
        out.flush();
    }

    @Override
    public void notice(String severity, String message) {
        out.flush();
        err.println(severity + ":  " + message);
    }

    /** Shows a list from the catalog, with its title centered above it, as in psql. */
    void listing(Listing listing) {
        var headings = listing.columns().stream()
                .map(name -> new TableColumn(name, false))
                .toList();
        var cells = cells(listing.rows());
        var title = VisibleText.line(listing.title());
        var table = new AlignedRows(headings, cells, AlignedRows.Style.LINES, lines);
        if (expansion.expands(table.width(), screen)) {
            out.println(title);
            new ExpandedRows(headings, screen, lines).rows(cells);
        } else {
            out.println(" ".repeat(Math.max(0, (table.width() - DisplayWidth.of(title)) / 2)) + title);
            table.header();
            cells.forEach(table::row);
        }
        if (listing.title().startsWith("List of")) {
            out.println(
                    listing.rows().size() == 1
                            ? "(1 row)"
                            : "(" + listing.rows().size() + " rows)");
        }
        listing.footers().forEach(line -> out.println(Cell.of(line).lines().getFirst()));
        out.println();
        out.flush();
    }

    /** Writes all results, so that an error follows them. */
    void flush() {
        out.flush();
    }

    /** Prints a message of the shell. */
    void say(String line) {
        out.println(line);
        out.flush();
    }
}
