package dev.dbops.dist.campaign;

import java.time.Duration;

/**
 * The numbers of one round, or of several, without a difference.
 *
 * @param rounds their number
 * @param transactions of the writers, committed
 * @param events in the log
 * @param kills of followers, sessions and servers
 * @param changes of the tables' structure
 * @param rows compared at the end
 * @param time from the first to the last statement
 */
record RoundSum(int rounds, long transactions, long events, int kills, int changes, long rows, Duration time) {
    static final RoundSum NONE = new RoundSum(0, 0, 0, 0, 0, 0, Duration.ZERO);

    RoundSum plus(RoundSum other) {
        return new RoundSum(
                rounds + other.rounds,
                transactions + other.transactions,
                events + other.events,
                kills + other.kills,
                changes + other.changes,
                rows + other.rows,
                time.plus(other.time));
    }

    @Override
    public String toString() {
        return "%d transactions, %d events, %d kills, %d structure changes, %d rows compared, %d s"
                .formatted(transactions, events, kills, changes, rows, time.toSeconds());
    }
}
