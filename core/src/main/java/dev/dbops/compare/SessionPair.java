package dev.dbops.compare;

import dev.dbops.BackgroundTask;
import dev.dbops.target.ConnectionTarget;
import java.util.function.Function;

/** A connection to each of the two databases, which work at the same time. */
record SessionPair(SnapshotSession source, SnapshotSession target) implements AutoCloseable {
    /** The results of both sides. */
    record Both<T>(T source, T target) {}

    /** Opens a connection to each database, at the same time. */
    static SessionPair open(ConnectionTarget from, ConnectionTarget to) {
        return open(from, to, new Both<>("", ""));
    }

    /**
     * Opens a connection to each database.
     *
     * @param snapshots the snapshots to share; empty for new ones
     */
    static SessionPair open(ConnectionTarget from, ConnectionTarget to, Both<String> snapshots) {
        var other =
                BackgroundTask.start("db-ops compare", () -> SnapshotSession.open(to, "target", snapshots.target()));
        SnapshotSession first;
        try {
            first = SnapshotSession.open(from, "source", snapshots.source());
        } catch (RuntimeException e) {
            closeWhenOpen(other);
            throw e;
        }
        try {
            return new SessionPair(first, other.await());
        } catch (RuntimeException e) {
            first.close();
            throw e;
        }
    }

    private static void closeWhenOpen(BackgroundTask<SnapshotSession> opening) {
        BackgroundTask.start("db-ops compare", () -> {
            opening.await().close();
            return true;
        });
    }

    /** Does the same on both sides at once. */
    <T> Both<T> both(Function<SnapshotSession, T> work) {
        return both(work, work);
    }

    /** Does work on both sides at once. */
    <T> Both<T> both(Function<SnapshotSession, T> ofSource, Function<SnapshotSession, T> ofTarget) {
        var other = BackgroundTask.start("db-ops compare", () -> ofTarget.apply(target));
        var first = ofSource.apply(source);
        return new Both<>(first, other.await());
    }

    @Override
    public void close() {
        source.close();
        target.close();
    }
}
