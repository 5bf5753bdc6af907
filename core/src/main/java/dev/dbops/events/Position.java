package dev.dbops.events;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import java.util.regex.Pattern;

/**
 * A position in a log: everything that a snapshot shows has been read, and of what the next snapshot adds, everything
 * up to a seq.
 *
 * <p>A time or a seq alone is not enough: a transaction that ends late has low numbers. Snapshots are texts of the type
 * pg_snapshot (PostgreSQL documentation, section 9.27).
 *
 * @param log the id of the log
 * @param from the snapshot whose events were read
 * @param to the snapshot that is being read up to; empty between two windows
 * @param seq the last event that was read between the two
 * @param read the number of parts of tables that were delivered as read events; 0 without a snapshot of tables
 */
public record Position(String log, String from, String to, long seq, long read) implements Comparable<Position> {
    private static final String SNAPSHOT = "\\d{1,20}:\\d{1,20}:[\\d,]*";
    private static final Pattern TEXT = Pattern.compile(
            "([0-9a-f-]{36})/(" + SNAPSHOT + ")(?:/(" + SNAPSHOT + ")/(\\d{1,18}))?(?:\\+(\\d{1,18}))?");

    /** A snapshot that shows no transaction: IDs begin with 3. */
    private static final String NOTHING = "1:1:";

    /** A position without a snapshot of tables. */
    public Position(String log, String from, String to, long seq) {
        this(log, from, to, seq, 0);
    }

    /** The position before all events of the log. */
    public static Position beginning(String log) {
        return after(log, NOTHING);
    }

    /** The position after all events that the snapshot shows. */
    public static Position after(String log, String snapshot) {
        return new Position(log, snapshot, "", 0);
    }

    /**
     * Parses the output of {@link #toString}.
     *
     * @throws OpsException of kind USAGE when the text is not a valid position
     */
    public static Position parse(String text) {
        var matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new OpsException(
                    Kind.USAGE,
                    "\"%s\" is not a position of an event log".formatted(text),
                    "take one from the events' source.position, or from db-ops events-status -o json");
        }
        var read = matcher.group(5) == null ? 0 : Long.parseLong(matcher.group(5));
        return matcher.group(3) == null
                ? after(matcher.group(1), matcher.group(2)).withRead(read)
                : new Position(
                        matcher.group(1), matcher.group(2), matcher.group(3), Long.parseLong(matcher.group(4)), read);
    }

    /** Returns whether a window was read to its end. */
    public boolean isBetweenWindows() {
        return to.isEmpty();
    }

    /** Returns whether anything may have been read. */
    public boolean isBegun() {
        return !from.equals(NOTHING) || seq > 0;
    }

    /** Returns the position after another event of the same window. */
    public Position at(long otherSeq) {
        return new Position(log, from, to, otherSeq, read);
    }

    /** Returns the position after all events that a later snapshot shows. */
    public Position then(String snapshot) {
        return after(log, snapshot).withRead(read);
    }

    /** Returns the same position with another number of parts that were read. */
    public Position withRead(long parts) {
        return new Position(log, from, to, seq, parts);
    }

    /** Orders the positions of one log that the same reader has reached, the earlier first. */
    @Override
    public int compareTo(Position other) {
        var order = compareSnapshots(from, other.from);
        order = order == 0 ? Long.compare(seq, other.seq) : order;
        return order == 0 ? Long.compare(read, other.read) : order;
    }

    /** Over time, the ends of a snapshot grow, and the set of transactions left out between them shrinks. */
    private static int compareSnapshots(String one, String other) {
        var parts = one.split(":", -1);
        var otherParts = other.split(":", -1);
        var order = Long.compareUnsigned(Long.parseUnsignedLong(parts[1]), Long.parseUnsignedLong(otherParts[1]));
        if (order == 0) {
            order = Long.compareUnsigned(Long.parseUnsignedLong(parts[0]), Long.parseUnsignedLong(otherParts[0]));
        }
        return order == 0 ? Integer.compare(otherParts[2].length(), parts[2].length()) : order;
    }

    /** LOG/SNAPSHOT, or LOG/SNAPSHOT/SNAPSHOT/SEQ in a window; +N follows if N parts of tables were read. */
    @Override
    public String toString() {
        var place = isBetweenWindows() ? log + "/" + from : log + "/" + from + "/" + to + "/" + seq;
        return read == 0 ? place : place + "+" + read;
    }
}
