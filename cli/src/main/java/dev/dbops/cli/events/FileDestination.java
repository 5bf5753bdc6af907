package dev.dbops.cli.events;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.cli.command.Context;
import dev.dbops.events.EventLog;
import dev.dbops.events.replay.FileSink;
import dev.dbops.events.replay.Sink;
import java.nio.file.Path;
import java.util.function.Consumer;

/** A file of JSON lines as the destination of events. */
record FileDestination(Path path) implements Destination {
    private static final String FILE = "file:";

    static boolean isMeant(String to) {
        return to.startsWith(FILE);
    }

    static FileDestination parse(Context context, String to) {
        if (to.equals(FILE)) {
            throw new OpsException(Kind.USAGE, "file: names no file", "write file:PATH, such as file:events.jsonl");
        }
        return new FileDestination(context.file(Path.of(to.substring(FILE.length())))
                .toAbsolutePath()
                .normalize());
    }

    @Override
    public String consumer() {
        return FILE + path;
    }

    @Override
    public boolean isFile() {
        return true;
    }

    /** Needs none: a file with other content is refused, not overwritten. */
    @Override
    public void confirm() {}

    @Override
    public Sink open(EventLog log, String consumer, EventsReplayOptions choice, Consumer<String> notes) {
        return FileSink.open(path, choice.format(log), choice.rotation(), notes);
    }
}
