package dev.dbops.events.snapshot;

import dev.dbops.postgres.Database;
import java.util.List;

/**
 * Numbers of the log for the rows of a snapshot. They are taken before the snapshot, so that later changes of a row have
 * greater numbers than the row.
 */
final class ReservedNumbers {
    /** A value of the sequence comes with the numbers between it and the value before (event-log.sql). */
    private static final int NUMBERS_OF_A_VALUE = 1000;

    private static final long MOST_VALUES = 2_000_000;

    private static final String TAKE = "SELECT nextval('dbops.event_seq') FROM generate_series(1, ?::bigint)";

    private final List<Long> values;
    private int value;
    private int used;

    private ReservedNumbers(List<Long> values) {
        this.values = values;
    }

    /**
     * Takes numbers.
     *
     * @param count as many at least, up to two billion
     */
    static ReservedNumbers take(Database database, long count) {
        var wanted = Math.clamp(count / NUMBERS_OF_A_VALUE + 1, 1, MOST_VALUES);
        return new ReservedNumbers(database.query(TAKE, row -> row.getLong(1), wanted).stream()
                .sorted()
                .toList());
    }

    /** Returns the number of numbers that are left. */
    long left() {
        return (long) NUMBERS_OF_A_VALUE * (values.size() - value) - used;
    }

    /** Returns the next number, greater than the one before. */
    long next() {
        if (used == NUMBERS_OF_A_VALUE) {
            used = 0;
            value++;
        }
        used++;
        return values.get(value) - NUMBERS_OF_A_VALUE + used;
    }
}
