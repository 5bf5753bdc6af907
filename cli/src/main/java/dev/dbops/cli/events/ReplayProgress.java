package dev.dbops.cli.events;

import dev.dbops.OpsException;
import dev.dbops.cli.command.Context;
import dev.dbops.cli.command.Progress;
import dev.dbops.events.Batch;
import dev.dbops.events.Event;
import dev.dbops.events.Position;
import dev.dbops.events.SnapshotProgress;
import dev.dbops.events.replay.ReplayCount;
import dev.dbops.events.replay.ReplayListener;
import java.util.List;

/** Shows the progress of a replay, and counts the delivered events. */
final class ReplayProgress implements ReplayListener, AutoCloseable {
    private final Context context;
    private final Destination sink;
    private final Progress progress;
    private final ReplayCount count = new ReplayCount();
    private final long start = System.nanoTime();
    private long events;
    private long putAside;
    private boolean lost;

    ReplayProgress(Context context, Destination sink, String consumer) {
        this.context = context;
        this.sink = sink;
        this.progress = context.progress(consumer);
    }

    @Override
    public void delivered(Batch batch, long left) {
        lost = false;
        count.add(batch);
        events += batch.events().size();
        if (!batch.isBetweenWindows()) {
            progress.events(events, left);
        }
    }

    @Override
    public void reads(SnapshotProgress snapshot) {
        progress.update(snapshot.toString());
    }

    @Override
    public void putAside(Event event, OpsException reason) {
        putAside++;
        progress.clear();
        context.notes().warning("event %d was put aside: %s".formatted(event.seq(), reason.getMessage()));
    }

    @Override
    public void warns(String sentence) {
        progress.clear();
        context.notes().warning(sentence);
    }

    /** Reported once for each lost connection. */
    @Override
    public void lost(OpsException reason) {
        if (!lost) {
            lost = true;
            progress.clear();
            context.notes().warning(reason.getMessage() + "; trying again");
        }
    }

    @Override
    public void unfinished(OpsException reason) {
        progress.clear();
        var text = sink.isBucket()
                ? "the latest events were not stored: %s; the next replay delivers them"
                : "the sequences of the target were not set: %s; a replay that ends by itself sets them";
        context.notes().warning(text.formatted(reason.getMessage()));
    }

    /** Writes what the sink reports while it runs. */
    void note(String text) {
        progress.clear();
        context.notes().remark(text);
    }

    void clear() {
        progress.clear();
    }

    private double seconds() {
        return (System.nanoTime() - start) / 1e9;
    }

    /** Returns the result of a replay that has ended at the position. */
    ReplayReport report(String consumer, String sink, Position position) {
        return new ReplayReport(
                consumer, sink, events, putAside, seconds(), position.toString(), count.tables(), List.of());
    }

    /** Returns the number of events and the time that they took. */
    String summary() {
        return "%d event(s) in %.1f s%s"
                .formatted(events, seconds(), putAside == 0 ? "" : "; %d put aside".formatted(putAside));
    }

    @Override
    public void close() {
        progress.clear();
    }
}
