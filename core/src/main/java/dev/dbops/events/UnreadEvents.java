package dev.dbops.events;

import java.util.List;

/** Says in SQL which events of the log lie behind a position. */
public final class UnreadEvents {
    /** What was read of a window that was not read to its end; a pack was read when its last event was. */
    private static final String NOT_READ = " AND NOT ({seq} <= ? AND pg_visible_in_snapshot(xid, ?::pg_snapshot))";

    private static final String COUNT_INSIDE = "CASE WHEN pg_visible_in_snapshot(xid, ?::pg_snapshot)" + " THEN least("
            + EventRows.COUNT + ", seq - ?) ELSE " + EventRows.COUNT + " END";

    private UnreadEvents() {}

    /** The condition that a row of the log has such events; its parameters are added to the others. */
    public static String condition(Position position, List<Object> parameters) {
        return condition(position, "seq", parameters);
    }

    /**
     * The condition for events of which the last has another number than that of the row.
     *
     * @param seq that number, in SQL
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

    /** How many such events a row has for which the condition holds; its parameters are added to the others. */
    public static String count(Position position, List<Object> parameters) {
        if (position.isBetweenWindows()) {
            return EventRows.COUNT;
        }
        parameters.add(position.to());
        parameters.add(position.seq());
        return COUNT_INSIDE;
    }
}
