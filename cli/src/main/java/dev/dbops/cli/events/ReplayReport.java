package dev.dbops.cli.events;

import dev.dbops.events.TableEvents;
import java.util.List;

/**
 * The result of a replay.
 *
 * @param consumer the consumer's name
 * @param sink the destination
 * @param events the number of delivered events
 * @param putAside the number of events that the sink refused
 * @param seconds the duration
 * @param position the position at which the next replay resumes; empty for a dry run
 * @param tables the events by table
 * @param definitions the statements that a dry run would create tables with
 */
record ReplayReport(
        String consumer,
        String sink,
        long events,
        long putAside,
        double seconds,
        String position,
        List<TableEvents> tables,
        List<String> definitions) {
    /** The report of a dry run. */
    static ReplayReport planned(String consumer, String sink, List<TableEvents> tables, List<String> definitions) {
        var events = tables.stream().mapToLong(TableEvents::total).sum();
        return new ReplayReport(consumer, sink, events, 0, 0, "", tables, definitions);
    }
}
