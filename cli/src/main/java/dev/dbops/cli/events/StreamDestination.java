package dev.dbops.cli.events;

import dev.dbops.cli.command.Context;
import dev.dbops.events.EventLog;
import dev.dbops.events.replay.Sink;
import dev.dbops.events.replay.StreamSink;
import java.util.function.Consumer;

/** Standard output as the destination of events, one event per line. */
record StreamDestination(Context context) implements Destination {
    static final String NAME = "-";

    @Override
    public String consumer() {
        return NAME;
    }

    @Override
    public String description() {
        return "standard output";
    }

    @Override
    public void confirm() {}

    /**
     * It is unknown how much a reader has read from a pipe: one that ends early, such as {@code head}, would lose events
     * if each replay resumed.
     */
    @Override
    public boolean keepsPosition() {
        return false;
    }

    @Override
    public boolean isOutput() {
        return true;
    }

    @Override
    public Sink open(EventLog log, String consumer, EventsReplayOptions choice, Consumer<String> notes) {
        return new StreamSink(context.output()::write, choice.format(log));
    }
}
