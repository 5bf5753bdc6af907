package dev.dbops.events;

import java.util.List;

/** Writes the SQL for the events of the log after a position. */
public final class UnreadEvents {
    /** Excludes the part of a partly read window that was read. A pack was read when its last event was. */
    private static final String NOT_READ = " AND NOT ({seq} <= ? AND pg_visible_in_snapshot(xid, ?::pg_snapshot))";

    private static final String COUNT_INSIDE = "CASE WHEN pg_visible_in_snapshot(xid, ?::pg_snapshot)" + " THEN least("
            + EventRows.COUNT + ", seq - ?) ELSE " + EventRows.COUNT + " END";

    private UnreadEvents() {}

    /** Returns the condition that a row of the log has such events, and adds its parameters to the others. */
    public static String condition(Position position, List<Object> parameters) {
        return condition(position, "seq", parameters);
    }

    /**
     * Returns the condition for events whose last number is not the seq of the row.
     *
     * @param seq the last number, in SQL
     */
    static String condition(Position position, String seq, List<Object> parameters) {
        parameters.add(position.from());
        parameters.add(position.from());
        if (position.isBetweenWindows()) {
            return EventReader.NOT_SHOWN;
        }
        parameters.add(position.seq());
        parameters.add(position.to());
        return EventReader.NOT_SHOWN + NOT_READ.replace("{seq}", seq);
    }

    /** Returns the number of such events of a row that meet the condition, and adds its parameters to the others. */
    public static String count(Position position, List<Object> parameters) {
        if (position.isBetweenWindows()) {
            return EventRows.COUNT;
        }
        parameters.add(position.to());
        parameters.add(position.seq());
        return COUNT_INSIDE;
    }
}
