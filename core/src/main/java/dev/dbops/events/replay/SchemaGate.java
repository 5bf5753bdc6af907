package dev.dbops.events.replay;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.events.Batch;
import dev.dbops.events.Event;
import dev.dbops.events.ddl.SchemaChange;
import dev.dbops.events.ddl.TargetDefinitions;
import dev.dbops.postgres.TableName;
import java.util.Collection;
import java.util.LinkedHashMap;

/**
 * Holds a replay before a change of a table's definition until the target has followed it. Only sinks that apply rows have
 * a definition; others get the event.
 */
final class SchemaGate {
    private final Sink sink;
    private final ReplayOptions options;
    private final ReplayListener listener;

    SchemaGate(Sink sink, ReplayOptions options, ReplayListener listener) {
        this.sink = sink;
        this.options = options;
        this.listener = listener;
    }

    /**
     * Returns the batch as the sink takes it.
     *
     * @param batch its events have the names of the sink's tables
     * @throws OpsException of kind FAILED when a table of the sink has not followed its change
     */
    Batch pass(Batch batch) {
        if (batch.events().stream().noneMatch(Event::isSchemaChange)) {
            return batch;
        }
        var definitions = sink.definitions();
        if (definitions.isEmpty()) {
            return batch;
        }
        last(changes(batch)).forEach(event -> require(event, definitions.get()));
        return part(batch, false);
    }

    /** Returns the changes of definitions alone. */
    static Batch changes(Batch batch) {
        return part(batch, true);
    }

    private static Batch part(Batch batch, boolean changes) {
        var events = batch.events().stream()
                .filter(event -> event.isSchemaChange() == changes)
                .toList();
        return new Batch(events, batch.window(), batch.end());
    }

    /** A sink that takes windows may get several changes of a table at once: it must have followed all of them. */
    private static Collection<Event> last(Batch changes) {
        var last = new LinkedHashMap<TableName, Event>();
        changes.events().forEach(event -> last.put(event.tableName(), event));
        return last.values();
    }

    private void require(Event event, TargetDefinitions definitions) {
        var change = SchemaChange.of(event).with(options.names());
        var obstacle = change.obstacle(definitions);
        if (obstacle.isEmpty()) {
            return;
        }
        var sentence = "event %d is %s of %s.%s in the source, and the target %s"
                .formatted(event.seq(), change.command(), event.schema(), event.table(), obstacle.get());
        if (options.passesSchemaChanges()) {
            listener.warns(sentence);
            return;
        }
        throw new OpsException(
                Kind.FAILED,
                sentence,
                "change the target likewise and run this again: it continues with this event, and nothing is lost."
                        + " db-ops events-list --op schema --format text shows the statement; --on-schema-change warn"
                        + " continues without the change");
    }
}
