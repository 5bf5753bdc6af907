package dev.dbops.events;

/**
 * The numbers of the two events of a changed key: the delete and the create are so far below a value of the log's
 * sequence, which no other event is (event-log.sql). The trigger functions and the readers take them from here.
 */
public final class ChangedKey {
    /** The distance of the values of the log's sequence. */
    static final long SEQ_INCREMENT = 1000;

    /** The distance of the delete of the old key from its value of the sequence. */
    public static final long OLD_BELOW = 600;

    /** The distance of the create of the new key, which follows at once. */
    public static final long NEW_BELOW = OLD_BELOW - 1;

    private ChangedKey() {}

    static boolean isOldNumber(long seq) {
        return seq % SEQ_INCREMENT == SEQ_INCREMENT - OLD_BELOW;
    }
}
