package dev.dbops.events.replay;

import dev.dbops.OpsException;
import dev.dbops.events.Batch;
import dev.dbops.events.Position;
import java.util.List;

/** Delivers batches to a sink, records the progress, and handles refused events. */
final class ReplayDelivery {
    /** The interval between reports of the position to the source, where the sink stores it. */
    private static final long REPORT_NANOS = 1_000_000_000L;

    /** The interval between stored positions when they advance without events. */
    private static final long SETTLE_NANOS = 10_000_000_000L;

    private final ReplaySource source;
    private final Sink sink;
    private final StoredPosition stored;
    private final ReplayOptions options;
    private final ReplayListener listener;
    private final Outage outage;
    private final RateLimit rate;
    private final SchemaGate schemas;
    private final GatheredWindow window;
    private final int mostAtOnce;
    private final long lastSeq;
    private final boolean ensuresUtf8;
    private Position position;
    private Batch unsettled;
    private String secured = "";
    private long reportedAt = System.nanoTime();
    private long settledAt = System.nanoTime();

    /** Stores a batch in the sink; returns false if nothing was stored. */
    @FunctionalInterface
    private interface Storing {
        boolean store(Batch batch) throws InterruptedException;
    }

    ReplayDelivery(
            ReplaySource source,
            Sink sink,
            StoredPosition stored,
            ReplayOptions options,
            ReplayListener listener,
            Outage outage,
            Position start) {
        this.source = source;
        this.sink = sink;
        this.stored = stored;
        this.options = options;
        this.listener = listener;
        this.outage = outage;
        this.rate = new RateLimit(options.rate());
        this.schemas = new SchemaGate(sink, options, listener);
        this.window = new GatheredWindow(options.batch());
        this.mostAtOnce = Math.min(rate.mostAtOnce(), sink.mostAtOnce());
        this.lastSeq = source.log().lastSeq();
        this.ensuresUtf8 = source.log().ensuresUtf8();
        this.position = start;
        this.unsettled = new Batch(List.of(), start, start);
    }

    /** Delivers a batch, or keeps it until its window is complete. */
    void deliver(Batch batch) throws InterruptedException {
        if (!sink.takesWindows()) {
            deliverNow(batch);
            return;
        }
        var gathered = window.add(batch);
        if (gathered.isPresent()) {
            deliverNow(gathered.get());
        }
    }

    /**
     * Delivers a batch. A batch without events advances the position later: nothing would be lost or delivered twice.
     * But the end of a window that was begun is stored at once: a batch is never in two windows.
     */
    private void deliverNow(Batch batch) throws InterruptedException {
        if (batch.events().isEmpty() && position.isBetweenWindows() && System.nanoTime() - settledAt < SETTLE_NANOS) {
            unsettled = batch;
            return;
        }
        for (var part : parts(options.names().apply(batch))) {
            rate.await(part.events().size());
            var passed = passed(part);
            deliverPart(passed);
            if (passed.events().size() < part.events().size()) {
                delivered(SchemaGate.changes(part));
            }
        }
        if (System.nanoTime() - reportedAt > REPORT_NANOS) {
            report();
        }
    }

    /**
     * Delivers a part of a table. A sink that keeps the position gets it in one piece, which is stored with it; another
     * sink may get it again as a whole.
     */
    void deliverRead(Batch part) throws InterruptedException {
        var most = sink instanceof PositionedSink ? Integer.MAX_VALUE : sink.mostAtOnce();
        var batch = options.names().apply(part);
        var size = batch.events().size();
        rate.await(size);
        var begin = 0;
        do {
            var end = begin + Math.min(most, size - begin);
            deliverPart(batch.part(begin, end));
            begin = end;
        } while (begin < size);
        if (System.nanoTime() - reportedAt > REPORT_NANOS) {
            report();
        }
    }

    /** Stores the progress of the replay in the sink and the source. */
    void settle() throws InterruptedException {
        if (!unsettled.end().equals(unsettled.window())) {
            hand(unsettled);
        }
        report();
    }

    /** A sink that takes windows gets the whole batch. */
    private List<Batch> parts(Batch batch) {
        return sink.takesWindows() ? List.of(batch) : BatchParts.of(batch, mostAtOnce);
    }

    private Batch passed(Batch part) {
        try {
            return schemas.pass(part);
        } catch (OpsException e) {
            report();
            throw outage.atSink(e);
        }
    }

    private void deliverPart(Batch part) throws InterruptedException {
        var rest = part;
        while (true) {
            try {
                hand(rest);
                return;
            } catch (DeliveryFailure e) {
                var event = rest.events().get(e.index());
                var isBeforeDelivered = !rest.isBetweenWindows() && deliverFirst(rest.part(0, e.index()));
                // a table that is read again must have been emptied
                var isRestart = rest.isBetweenWindows() && !event.isRead();
                if (!options.deadLetters() || isRestart || event.isSchemaChange()) {
                    report();
                    throw e.described(event);
                }
                source.deadLetters()
                        .add(options.consumer(), event, rest.window().at(event.seq()), e.getMessage());
                listener.putAside(event, e.reason());
                rest = isBeforeDelivered
                        ? rest.part(e.index() + 1, rest.events().size())
                        : rest.without(e.index());
            }
        }
    }

    /** Returns false if the sink does not accept these events without later ones. */
    private boolean deliverFirst(Batch first) throws InterruptedException {
        if (first.events().isEmpty()) {
            return true;
        }
        if (!sink.takesWindows()) {
            deliverPart(first);
            return true;
        }
        try {
            return hand(first, sink::deliverFirst);
        } catch (DeliveryFailure _) {
            return false;
        }
    }

    private void hand(Batch batch) throws InterruptedException {
        hand(batch, all -> {
            sink.deliver(all);
            return true;
        });
    }

    private boolean hand(Batch batch, Storing storing) throws InterruptedException {
        if (batch.end().equals(position)) {
            return true;
        }
        if (!ensuresUtf8) {
            Utf8Events.require(batch);
        }
        secure(batch.end());
        if (!isStored(batch, storing)) {
            return false;
        }
        settledAt = System.nanoTime();
        unsettled = new Batch(List.of(), batch.end(), batch.end());
        stored.advance(position, batch.end());
        position = batch.end();
        delivered(batch);
        return true;
    }

    private void delivered(Batch batch) {
        if (!batch.events().isEmpty()) {
            listener.delivered(
                    batch, Math.max(0, lastSeq - batch.events().getLast().seq()));
        }
    }

    private boolean isStored(Batch batch, Storing storing) throws InterruptedException {
        try {
            return storing.store(batch);
        } catch (OpsException e) {
            throw outage.atSink(e);
        }
    }

    /** Events that leave the source must survive a crash of it. Done once for each window. */
    private void secure(Position end) {
        var snapshot = end.isBetweenWindows() ? end.from() : end.to();
        if (!snapshot.equals(secured)) {
            source.log().secure();
            secured = snapshot;
        }
    }

    /** Makes sure that the source knows the position. */
    void report() {
        stored.report(position);
        reportedAt = System.nanoTime();
    }
}
