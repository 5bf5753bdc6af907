package dev.dbops.events.replay;

import dev.dbops.OpsException;
import dev.dbops.Polling;
import dev.dbops.events.EventLog;
import dev.dbops.events.FollowerPace;
import dev.dbops.events.PartitionChange;
import dev.dbops.events.Position;
import dev.dbops.events.SourceWatch;
import dev.dbops.events.TableEvents;
import dev.dbops.target.ConnectionTarget;
import java.util.List;

/**
 * Delivers the events of a log to a sink, from the consumer's position.
 *
 * <p>Without {@code follow} it ends after it has delivered all events that were visible when it began to read the last
 * window. A follower runs until the filter's end time, if there is one. When it loses the source or the target, it
 * starts again at the stored position.
 */
public final class Replay {
    private final ConnectionTarget source;
    private final SinkFactory sinks;
    private final ReplayOptions options;
    private final ReplayListener listener;
    private final Outage outage = new Outage();
    private final StoredPosition inMemory = new StoredPosition.InMemory();
    private final SourceWatch watch;
    private Polling patience = FollowerPace.reconnecting();
    private boolean begun;

    /** Opens the sink of a replay, once for each attempt. */
    @FunctionalInterface
    public interface SinkFactory {
        /**
         * @param log the log to replay
         * @throws OpsException of kind UNREACHABLE when the sink cannot be reached
         */
        Sink open(EventLog log);
    }

    public Replay(ConnectionTarget source, SinkFactory sinks, ReplayOptions options, ReplayListener listener) {
        this.source = source;
        this.sinks = sinks;
        this.options = options;
        this.listener = listener;
        this.watch = options.stopsAtPartitions()
                ? new SourceWatch(options.filter(), listener::warns, Replay::refuse)
                : new SourceWatch(options.filter(), listener::warns);
    }

    /**
     * Runs the replay.
     *
     * @return the position reached
     * @throws OpsException when the log cannot be read, the sink refuses an event, or partitions have changed; earlier
     *     events are safe, and the next replay of that name resumes after them
     * @throws InterruptedException when the thread is interrupted, which stops a follower
     */
    public Position run() throws InterruptedException {
        while (true) {
            try (var from = ReplaySource.open(source, options);
                    var sink = openSink(from.log())) {
                return runToEnd(from, sink);
            } catch (StaleWindow _) {
                // the next sink reads the catalog again
                begun = true;
            } catch (OpsException e) {
                var failure = outage.atEitherSide(e);
                if (!options.follow() || !begun || !Outage.passes(e)) {
                    throw failure;
                }
                listener.lost(failure);
                patience.again();
            }
        }
    }

    private static void refuse(List<PartitionChange> changes) {
        throw PartitionChange.refusal(changes);
    }

    private StoredPosition stored(ReplaySource from, Sink sink) {
        return options.keepsPosition() ? StoredPosition.of(from.consumers(), options.consumer(), sink) : inMemory;
    }

    private Sink openSink(EventLog log) {
        try {
            return sinks.open(log);
        } catch (OpsException e) {
            throw outage.atSink(e);
        }
    }

    /** Returns the number of events of each table that {@link #run} would deliver now. Writes nothing. */
    public List<TableEvents> preview() {
        try (var from = ReplaySource.open(source, options);
                var sink = sinks.open(from.log())) {
            from.look(new SourceWatch(options.filter(), listener::warns));
            var stored = stored(from, sink);
            return from.pending(new ReplayStart(from, sink, stored, options).find(false), options.filter());
        }
    }

    private Position runToEnd(ReplaySource from, Sink sink) throws InterruptedException {
        try {
            return run(from, sink);
        } catch (InterruptedException e) {
            stop(sink);
            throw e;
        }
    }

    private void stop(Sink sink) {
        try {
            sink.stop();
        } catch (OpsException e) {
            listener.unfinished(e);
        }
    }

    /** Work of the sink without events. */
    @FunctionalInterface
    private interface SinkWork {
        void run() throws InterruptedException;
    }

    private void atSink(SinkWork work) throws InterruptedException {
        try {
            work.run();
        } catch (OpsException e) {
            throw outage.atSink(e);
        }
    }

    private boolean isOver(ReplaySource from) {
        return from.log().isPast(options.filter().until());
    }

    private Position run(ReplaySource from, Sink sink) throws InterruptedException {
        var stored = stored(from, sink);
        var beginning = new ReplayStart(from, sink, stored, options);
        var start = beginning.find(begun);
        beginning.enter(start);
        var delivery = new ReplayDelivery(from, sink, stored, options, listener, outage, start);
        listener.begins(start);
        begun = true;
        var position = start;
        var pending = stored.pending();
        if (pending.isPresent()) {
            position = pending.get();
            delivery.deliver(from.reader().between(start, position));
        }
        var ownWindow = position.isBetweenWindows();
        var follow = options.follow() && !isOver(from);
        var reading = from.readAhead(position);
        while (true) {
            from.look(watch);
            var batch = ReplaySource.await(reading);
            position = batch.end();
            var last = !follow && ownWindow && batch.endsWindow();
            var idle = batch.endsWindow() && batch.events().isEmpty();
            if (!last && !idle) {
                reading = from.readAhead(position);
            }
            delivery.deliver(batch);
            patience = FollowerPace.reconnecting();
            if (last) {
                delivery.settle();
                atSink(sink::finish);
                delivery.report();
                from.log().tick();
                return position;
            }
            ownWindow |= batch.endsWindow();
            if (idle) {
                atSink(sink::idle);
                delivery.report();
                from.log().tick();
                Thread.sleep(FollowerPace.LOOK);
                follow = options.follow() && !isOver(from);
                reading = from.readAhead(position);
            }
        }
    }
}
