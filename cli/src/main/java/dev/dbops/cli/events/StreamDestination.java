package dev.dbops.cli.events;

import dev.dbops.cli.command.Context;
import dev.dbops.events.EventLog;
import dev.dbops.events.replay.Sink;
import dev.dbops.events.replay.StreamSink;

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

    @Override
    public boolean isOutput() {
        return true;
    }

    @Override
    public Sink open(EventLog log, String consumer, EventsReplayOptions choice) {
        return new StreamSink(context.output()::write, choice.format(log));
    }
}
