package dev.dbops.events.received;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.text.VisibleText;

/** The failures of events that cannot be read. They have names of members, but no values of rows. */
final class MalformedEvent {
    private static final String HINT =
            "send it as db-ops or Debezium's PostgreSQL connector writes it: docs/events.md, \"The envelope\"";

    private static final int LONGEST_NAME = 64;

    private MalformedEvent() {}

    /**
     * @param fault what is wrong, as a sentence
     */
    static OpsException of(String fault) {
        return new OpsException(Kind.FAILED, fault, HINT);
    }

    /** A member that an event must have is missing or null. */
    static OpsException missing(String member) {
        return of("the event has no \"%s\"".formatted(member));
    }

    /**
     * A member has a value that it cannot have.
     *
     * @param expected what it must be
     */
    static OpsException wrong(String member, String expected) {
        return of("\"%s\" of the event is not %s".formatted(member, expected));
    }

    /** A name from an event, as it may be shown. */
    static String shown(String name) {
        var end = Math.min(name.length(), LONGEST_NAME);
        return VisibleText.line(end < name.length() ? name.substring(0, end) + "..." : name);
    }
}
