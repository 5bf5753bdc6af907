package dev.dbops.cli.events;

import dev.dbops.events.TableEvents;
import java.util.List;

/**
 * What was delivered.
 *
 * @param consumer the consumer's name
 * @param sink where it went
 * @param events how many
 * @param putAside how many the sink refused
 * @param seconds how long it took
 * @param position where the next replay goes on; empty for a dry run
 * @param tables the events by table
 */
record ReplayReport(
        String consumer,
        String sink,
        long events,
        long putAside,
        double seconds,
        String position,
        List<TableEvents> tables) {}
