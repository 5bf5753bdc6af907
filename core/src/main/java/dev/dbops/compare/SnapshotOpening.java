package dev.dbops.compare;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.Polling;
import dev.dbops.target.ConnectionTarget;
import java.time.Duration;
import java.util.Optional;

/**
 * Opens the snapshots of both sides: that of the target after everything that the snapshot of the source shows was
 * delivered, when a replay does so.
 */
final class SnapshotOpening implements AutoCloseable {
    private final ConnectionTarget from;
    private final ConnectionTarget to;
    private final Optional<SourceProgress> progress;
    private final Polling polling;
    private final CompareListener listener;

    private SnapshotOpening(
            ConnectionTarget from,
            ConnectionTarget to,
            Optional<SourceProgress> progress,
            Duration limit,
            CompareListener listener) {
        this.from = from;
        this.to = to;
        this.progress = progress;
        this.polling = new Polling(limit, Polling.Pace.SERVER);
        this.listener = listener;
    }

    /** Looks for the replay, if there is time to wait for one. */
    static SnapshotOpening of(
            ConnectionTarget from, ConnectionTarget to, CompareOptions options, CompareListener listener) {
        var progress = options.waitLimit().isZero()
                ? Optional.<SourceProgress>empty()
                : SourceProgress.find(from, to, options.consumer());
        return new SnapshotOpening(from, to, progress, options.waitLimit(), listener);
    }

    /** Returns whether it is known how far the target is. */
    boolean followsLog() {
        return progress.isPresent();
    }

    SessionPair open() {
        var sessions = opened();
        listener.opened(sessions.source().database());
        return sessions;
    }

    private SessionPair opened() {
        if (progress.isEmpty()) {
            return SessionPair.open(from, to);
        }
        var source = SnapshotSession.open(from, "source", "");
        try {
            if (!progress.get().await(source, polling)) {
                listener.note("the replay has not delivered all events of the source in time:"
                        + " rows that differ may be on their way");
            }
            return new SessionPair(source, SnapshotSession.open(to, "target", ""));
        } catch (RuntimeException e) {
            source.close();
            throw e;
        }
    }

    /**
     * Pauses before rows are compared again.
     *
     * @return false when the time is over
     */
    boolean again() {
        try {
            return polling.again();
        } catch (InterruptedException e) {
            throw new OpsException(Kind.INTERRUPTED, "interrupted; nothing was changed", null, e);
        }
    }

    @Override
    public void close() {
        progress.ifPresent(SourceProgress::close);
    }
}
