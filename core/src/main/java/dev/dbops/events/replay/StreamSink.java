package dev.dbops.events.replay;

import dev.dbops.OpsException;
import dev.dbops.events.Batch;
import dev.dbops.events.envelope.EventFormat;
import dev.dbops.text.Utf8Buffer;
import java.util.function.Consumer;

/** A stream with one event per line that keeps no position: standard output. */
public final class StreamSink implements Sink {
    private final Consumer<Utf8Buffer> stream;
    private final EventFormat format;
    private final Utf8Buffer text = new Utf8Buffer();

    /**
     * @param stream takes the lines of a batch and passes them on at once; throws {@link OpsException} when it cannot
     * @param format the format of the events
     */
    public StreamSink(Consumer<Utf8Buffer> stream, EventFormat format) {
        this.stream = stream;
        this.format = format;
    }

    @Override
    public String description() {
        return "-";
    }

    @Override
    public void deliver(Batch batch) {
        if (batch.events().isEmpty()) {
            return;
        }
        text.clear();
        format.prepare(batch);
        for (var event : batch.events()) {
            format.append(event, batch.window(), text);
            text.append('\n');
        }
        stream.accept(text);
    }

    @Override
    public void close() {
        // this class does not own the stream
    }
}
