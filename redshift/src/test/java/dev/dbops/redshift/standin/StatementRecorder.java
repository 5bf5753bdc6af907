package dev.dbops.redshift.standin;

import java.util.ArrayList;
import java.util.List;

/** The statements of the clients. Thread-safe. */
final class StatementRecorder {
    private record Executed(int connection, String sql) {}

    private final List<Executed> executed = new ArrayList<>();
    private int roundTrips;

    synchronized void executed(int connection, String sql) {
        executed.add(new Executed(connection, sql));
    }

    synchronized void roundTrip() {
        roundTrips++;
    }

    synchronized List<String> statements() {
        return executed.stream().map(Executed::sql).toList();
    }

    synchronized List<String> statements(int connection) {
        return executed.stream()
                .filter(one -> one.connection() == connection)
                .map(Executed::sql)
                .toList();
    }

    synchronized int roundTrips() {
        return roundTrips;
    }

    synchronized void forget() {
        executed.clear();
        roundTrips = 0;
    }
}
