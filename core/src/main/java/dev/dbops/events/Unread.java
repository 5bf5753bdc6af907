package dev.dbops.events;

import java.util.List;

/** Says in SQL which events of the log lie behind a position. */
public final class Unread {
    /** What was read of a window that was not read to its end. */
    private static final String NOT_READ = " AND NOT (seq <= ? AND pg_visible_in_snapshot(xid, ?::pg_snapshot))";

    private Unread() {}

    /** The condition; its parameters are added to the others. */
    public static String condition(Position position, List<Object> parameters) {
        parameters.add(position.from());
        parameters.add(position.from());
        if (position.isBetweenWindows()) {
            return EventReader.NOT_SHOWN;
        }
        parameters.add(position.seq());
        parameters.add(position.to());
        return EventReader.NOT_SHOWN + NOT_READ;
    }
}
