package dev.dbops.events.replay;

import dev.dbops.events.Consumer;
import dev.dbops.events.Consumers;
import dev.dbops.events.Position;
import java.util.Optional;

/** Stores the position of a replay: in the sink if the sink can, otherwise in the source, or nowhere. */
sealed interface StoredPosition {
    /** Returns the position store of a replay to that sink. */
    static StoredPosition of(Consumers consumers, String name, Sink sink) {
        return sink instanceof PositionedSink positioned
                ? new InSink(consumers, name, positioned)
                : new InSource(consumers, name);
    }

    /**
     * Returns the position; empty if the replay has not begun.
     *
     * @param known the consumer in the source
     */
    Optional<Position> read(Optional<Consumer> known);

    /** Called before the first batch, when the source knows the consumer. */
    void begin(Position start);

    /** Returns a later position that parts of the sink have reached: the first batch must end there. */
    Optional<Position> pending();

    /** Called after each delivery. */
    void advance(Position from, Position to);

    /** Tells the source the position, so that it keeps the events that follow. */
    void report(Position position);

    /** The sink stores the position with the events; the source gets a copy from time to time. */
    final class InSink implements StoredPosition {
        private final Consumers consumers;
        private final String name;
        private final PositionedSink sink;
        private Optional<Position> reported = Optional.empty();

        private InSink(Consumers consumers, String name, PositionedSink sink) {
            this.consumers = consumers;
            this.name = name;
            this.sink = sink;
        }

        @Override
        public Optional<Position> read(Optional<Consumer> known) {
            return sink.position();
        }

        @Override
        public void begin(Position start) {
            report(start);
            sink.begin(start);
        }

        @Override
        public Optional<Position> pending() {
            return sink.pending();
        }

        @Override
        public void advance(Position from, Position to) {
            // the sink has stored it
        }

        @Override
        public void report(Position position) {
            var settled = sink.settled(position);
            if (!reported.equals(Optional.of(settled))) {
                consumers.report(name, sink.description(), settled);
                reported = Optional.of(settled);
            }
        }
    }

    /** A replay without a name begins at the start each time. It resumes only when it has lost a connection. */
    final class InMemory implements StoredPosition {
        private Optional<Position> reached = Optional.empty();

        @Override
        public Optional<Position> read(Optional<Consumer> known) {
            return reached;
        }

        @Override
        public void begin(Position start) {
            reached = Optional.of(start);
        }

        @Override
        public Optional<Position> pending() {
            return Optional.empty();
        }

        @Override
        public void advance(Position from, Position to) {
            reached = Optional.of(to);
        }

        @Override
        public void report(Position position) {
            // nobody asks for it
        }
    }

    /** The source stores the position after each delivery. */
    record InSource(Consumers consumers, String name) implements StoredPosition {
        @Override
        public Optional<Position> read(Optional<Consumer> known) {
            return known.map(Consumer::position);
        }

        @Override
        public void begin(Position start) {
            // the source has it with the consumer
        }

        @Override
        public Optional<Position> pending() {
            return Optional.empty();
        }

        @Override
        public void advance(Position from, Position to) {
            consumers.advance(name, from, to);
        }

        @Override
        public void report(Position position) {
            // the source has stored it
        }
    }
}
