package dev.dbops.events;

import dev.dbops.OpsException;
import java.util.Optional;
import java.util.function.Consumer;

/** A stream of envelopes, one a line, that remembers nothing: standard output. */
public final class StreamSink implements Sink {
    private final Consumer<Utf8Buffer> stream;
    private final Envelope envelope;
    private final Utf8Buffer text = new Utf8Buffer();

    /**
     * @param stream takes the lines of a batch, and hands them on at once; throws {@link OpsException} when it cannot
     */
    public StreamSink(Consumer<Utf8Buffer> stream, EventLog log) {
        this.stream = stream;
        this.envelope = Envelope.of(log);
    }

    @Override
    public String description() {
        return "-";
    }

    @Override
    public boolean keepsPosition() {
        return false;
    }

    @Override
    public Optional<Position> position() {
        return Optional.empty();
    }

    @Override
    public void deliver(Batch batch) {
        if (batch.events().isEmpty()) {
            return;
        }
        text.clear();
        for (var event : batch.events()) {
            envelope.append(event, batch.window(), text);
            text.append('\n');
        }
        stream.accept(text);
    }

    @Override
    public void close() {
        // the stream is not ours
    }
}
