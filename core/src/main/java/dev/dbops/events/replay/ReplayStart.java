package dev.dbops.events.replay;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.events.Consumer;
import dev.dbops.events.Position;
import dev.dbops.postgres.Transaction;
import java.util.Optional;

/** Finds the position where a replay resumes, and rejects a start that would lose events or deliver them twice. */
final class ReplayStart {
    private final ReplaySource source;
    private final Sink sink;
    private final StoredPosition stored;
    private final ReplayOptions options;
    private final ReplaySnapshot snapshot;

    /** Returns the start of a new consumer that begins with a snapshot. */
    @FunctionalInterface
    interface FirstPosition<E extends Exception> {
        Position get() throws E;
    }

    ReplayStart(ReplaySource source, Sink sink, StoredPosition stored, ReplayOptions options, ReplaySnapshot snapshot) {
        this.source = source;
        this.sink = sink;
        this.stored = stored;
        this.options = options;
        this.snapshot = snapshot;
    }

    /**
     * Returns the position to read from.
     *
     * @param again whether this replay has already begun and only lost its connections
     * @param first takes the snapshot of a new consumer
     */
    <E extends Exception> Position find(boolean again, FirstPosition<E> first) throws E {
        var known = options.keepsPosition() ? source.consumers().find(options.consumer()) : Optional.<Consumer>empty();
        var kept = stored.read(known);
        requireSame(known, kept, again);
        kept.ifPresent(position -> snapshot.resume(position, sink.mayHaveMore()));
        if (kept.isEmpty() && options.hasSnapshot()) {
            return first.get();
        }
        var start = kept.or(options::start).orElse(source.log().beginning());
        source.log().require(start);
        if (kept.isPresent() || options.filter().since().isEmpty()) {
            source.log().requireWhole(start);
        }
        return start;
    }

    /** Registers the consumer in the source, so that the log is kept for it, and prepares its sink for the first batch. */
    void enter(Position start) {
        if (options.keepsPosition()) {
            new Transaction(source.log().database(), "the consumer").commit(() -> {
                source.consumers()
                        .begin(
                                options.consumer(),
                                sink.description(),
                                options.filter().description(),
                                start);
                snapshot.enter(start);
                return true;
            });
        }
        stored.begin(start);
    }

    private void requireSame(Optional<Consumer> known, Optional<Position> kept, boolean again) {
        var name = options.consumer();
        if (known.isPresent() && !known.get().filter().equals(options.filter().description())) {
            throw new OpsException(
                    Kind.REFUSED,
                    "consumer \"%s\" was begun %s, and would skip or repeat events with other tables or operations"
                            .formatted(name, filter(known.get())),
                    "replay it with the same tables and operations, or under another --name");
        }
        if (kept.isPresent() && options.start().isPresent() && !again) {
            throw new OpsException(
                    Kind.REFUSED,
                    "consumer \"%s\" already has a position, and continues from there".formatted(name),
                    "leave --from out, or begin a new one with --name");
        }
        if (kept.isEmpty()
                && known.isPresent()
                && options.start().isPresent()
                && !known.get().sink().equals(sink.description())) {
            throw new OpsException(
                    Kind.REFUSED,
                    "consumer \"%s\" belongs to %s, and the log would be kept for only one of the two"
                            .formatted(name, known.get().sink()),
                    "pass another --name; if the other consumer has ended: db-ops events-prune --forget NAME");
        }
        if (kept.isEmpty()
                && known.isPresent()
                && options.start().isEmpty()
                && !options.hasSnapshot()
                && known.get().position().isBegun()) {
            throw new OpsException(
                    Kind.REFUSED,
                    "consumer \"%s\" was replayed to %s, but %s has no position of it"
                            .formatted(name, known.get().sink(), sink.description()),
                    "if the target was created again, begin a new consumer with --name, or pass --from");
        }
    }

    private static String filter(Consumer consumer) {
        return consumer.filter().isEmpty() ? "with all tables and operations" : "with " + consumer.filter();
    }
}
