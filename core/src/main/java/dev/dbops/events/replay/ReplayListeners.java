package dev.dbops.events.replay;

import dev.dbops.OpsException;
import dev.dbops.events.Batch;
import dev.dbops.events.Event;
import dev.dbops.events.Position;
import dev.dbops.events.SnapshotProgress;
import java.util.List;

/**
 * Passes the progress of a replay to several listeners.
 *
 * @param all the listeners, in the order in which they are called
 */
public record ReplayListeners(List<ReplayListener> all) implements ReplayListener {
    public ReplayListeners {
        all = List.copyOf(all);
    }

    @Override
    public void begins(Position position) {
        all.forEach(listener -> listener.begins(position));
    }

    @Override
    public void delivered(Batch batch, long left) {
        all.forEach(listener -> listener.delivered(batch, left));
    }

    @Override
    public void idle() {
        all.forEach(ReplayListener::idle);
    }

    @Override
    public void reads(SnapshotProgress progress) {
        all.forEach(listener -> listener.reads(progress));
    }

    @Override
    public void putAside(Event event, OpsException reason) {
        all.forEach(listener -> listener.putAside(event, reason));
    }

    @Override
    public void warns(String sentence) {
        all.forEach(listener -> listener.warns(sentence));
    }

    @Override
    public void lost(OpsException reason) {
        all.forEach(listener -> listener.lost(reason));
    }

    @Override
    public void unfinished(OpsException reason) {
        all.forEach(listener -> listener.unfinished(reason));
    }
}
