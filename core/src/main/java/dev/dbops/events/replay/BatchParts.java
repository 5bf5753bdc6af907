package dev.dbops.events.replay;

import dev.dbops.events.Batch;
import dev.dbops.events.Event;
import dev.dbops.events.Operation;
import java.util.ArrayList;
import java.util.List;

/** Divides a batch into the parts that a sink gets. */
final class BatchParts {
    private BatchParts() {}

    /**
     * Separates TRUNCATEs from other events, and each change of a definition, and splits at a maximum.
     *
     * @param mostAtOnce the maximum number of events in a part; the two events of a changed key are never separated
     */
    static List<Batch> of(Batch batch, int mostAtOnce) {
        var parts = new ArrayList<Batch>();
        var events = batch.events();
        var begin = 0;
        for (var i = 1; i < events.size(); i++) {
            var isFull = i - begin >= mostAtOnce && !events.get(i).isNewKeyOf(events.get(i - 1));
            if (isFull || !areOfOneKind(events.get(i - 1), events.get(i))) {
                parts.add(batch.part(begin, i));
                begin = i;
            }
        }
        parts.add(batch.part(begin, events.size()));
        return parts;
    }

    private static boolean areOfOneKind(Event one, Event other) {
        return changesRow(one) ? changesRow(other) : isTruncate(one) && isTruncate(other);
    }

    private static boolean changesRow(Event event) {
        return !isTruncate(event) && !event.isSchemaChange();
    }

    private static boolean isTruncate(Event event) {
        return event.operation() == Operation.TRUNCATE;
    }
}
