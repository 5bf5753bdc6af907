package dev.dbops.shell;

import dev.dbops.postgres.catalog.Listing;
import dev.dbops.postgres.results.ResultColumn;
import dev.dbops.postgres.results.ResultListener;
import dev.dbops.text.VisibleText;
import java.io.PrintStream;
import java.util.List;

/** Shows what the server answers, on standard output; what it says besides goes to standard error. */
class Display implements ResultListener {
    private final PrintStream out;
    private final PrintStream err;
    private boolean expanded;
    private boolean expandedOnce;
    private volatile boolean stopped;
    private List<ResultColumn> columns = List.of();
    private AlignedRows aligned;
    private ExpandedRows records;

    Display(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /** Whether each value gets a line of its own, until this is changed. */
    void expanded(boolean value) {
        expanded = value;
    }

    boolean expanded() {
        return expanded;
    }

    /**
     * A new statement begins.
     *
     * @param once whether its result is to be expanded, whatever holds for the others
     */
    void next(boolean once) {
        expandedOnce = once;
        stopped = false;
    }

    /** No further rows are to be shown; from any thread. */
    void stop() {
        stopped = true;
    }

    boolean isStopped() {
        return stopped;
    }

    @Override
    public void begin(List<ResultColumn> next) {
        columns = next;
        aligned = null;
        records = expanded || expandedOnce ? new ExpandedRows(next, out) : null;
    }

    @Override
    public boolean rows(List<List<String>> rows) {
        if (stopped) {
            return false;
        }
        if (records != null) {
            records.rows(rows);
        } else {
            if (aligned == null) {
                aligned = new AlignedRows(columns, rows, out);
                aligned.header();
            }
            aligned.rows(rows);
        }
        // nobody can read what does not fit on the screen while it is being printed: Ctrl-C ends it
        out.flush();
        return !stopped;
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

    /** A list from the catalog: its title in the middle above it, as psql has it. */
    void listing(Listing listing) {
        var headings = listing.columns().stream()
                .map(name -> new ResultColumn(name, false))
                .toList();
        if (expanded) {
            out.println(VisibleText.line(listing.title()));
            new ExpandedRows(headings, out).rows(listing.rows());
        } else {
            var table = new AlignedRows(headings, listing.rows(), out);
            var title = VisibleText.line(listing.title());
            out.println(" ".repeat(Math.max(0, (table.width() - Cell.width(title)) / 2)) + title);
            table.header();
            table.rows(listing.rows());
        }
        if (listing.title().startsWith("List of")) {
            out.println(
                    listing.rows().size() == 1
                            ? "(1 row)"
                            : "(" + listing.rows().size() + " rows)");
        }
        listing.footers().forEach(line -> out.println(Cell.of(line).line(0)));
        out.println();
        out.flush();
    }

    /** What was written comes before an error. */
    void flush() {
        out.flush();
    }

    /** A line of the shell's own. */
    void say(String line) {
        out.println(line);
        out.flush();
    }
}
