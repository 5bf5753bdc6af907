package dev.dbops.cli.command;

import dev.dbops.cli.output.TextStream;
import dev.dbops.text.VisibleText;

/**
 * A line on the terminal that shows the progress of a long task. It appears after a second, is overwritten in place,
 * and is erased at the end. Without a terminal, there is no line.
 */
public final class Progress {
    private static final long APPEARS_AFTER = 1_000_000_000L;
    private static final long INTERVAL = 200_000_000L;
    private static final String BACK_AND_CLEAR = "\r\u001b[K";
    private static final long MEGABYTE = 1_000_000;

    private final TextStream err;
    private final boolean shown;
    private final String name;
    private final long start = System.nanoTime();
    private long last = start + APPEARS_AFTER - INTERVAL;
    private boolean visible;

    public Progress(TextStream err, boolean shown, String name) {
        this.err = err;
        this.shown = shown;
        this.name = name;
    }

    /** Shows the progress of a load. Callers need not limit the number of calls. */
    public void update(long bytes, long size, int statements, long rows) {
        if (isDue()) {
            show(line(bytes, size, statements, rows, (last - start) / 1e9));
        }
    }

    /** Shows the count so far, for work of unknown size. */
    public void count(long count, String noun) {
        if (isDue()) {
            show("%s: %d %s".formatted(name, count, noun));
        }
    }

    /** Shows the number of delivered events and the estimated time for the remaining ones. */
    public void events(long count, long left) {
        if (isDue()) {
            var rate = count / ((last - start) / 1e9);
            show("%s: %d events, %.0f a second%s"
                    .formatted(name, count, rate, left > 0 ? ", " + duration((long) (left / rate)) + " left" : ""));
        }
    }

    /** Shows the state that a command waits for. Callers need not limit the number of calls. */
    public void update(String state) {
        if (isDue()) {
            show("%s: %s, %d s".formatted(name, state, (last - start) / 1_000_000_000));
        }
    }

    private boolean isDue() {
        var now = System.nanoTime();
        if (!shown || now - last < INTERVAL) {
            return false;
        }
        last = now;
        return true;
    }

    private void show(String line) {
        visible = true;
        err.style(BACK_AND_CLEAR);
        err.print(VisibleText.line(line));
        err.flush();
    }

    private String line(long bytes, long size, int statements, long rows, double seconds) {
        var rate = bytes / seconds;
        var line = new StringBuilder(name).append(": ");
        if (size > 0) {
            line.append(Math.min(100, bytes * 100 / size)).append(" %, ");
        }
        line.append("%.1f MB, %d statement%s, %d row%s, %.1f MB/s"
                .formatted(
                        (double) bytes / MEGABYTE,
                        statements,
                        statements == 1 ? "" : "s",
                        rows,
                        rows == 1 ? "" : "s",
                        rate / MEGABYTE));
        if (size > bytes && rate > 0) {
            line.append(", ")
                    .append(duration((long) Math.ceil((size - bytes) / rate)))
                    .append(" left");
        }
        return line.toString();
    }

    private static String duration(long seconds) {
        return seconds < 60 ? seconds + " s" : "%d:%02d min".formatted(seconds / 60, seconds % 60);
    }

    /** Erases the line, so that other text can be written. */
    public void clear() {
        if (visible) {
            err.style(BACK_AND_CLEAR);
            err.flush();
            visible = false;
        }
    }
}
