package dev.dbops.events.replay.postgres;

import dev.dbops.events.Event;
import dev.dbops.events.Operation;
import dev.dbops.events.replay.postgres.CascadingKeys.ForeignKey;
import dev.dbops.postgres.Database;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Prepares the events of rows that ON UPDATE CASCADE has changed in the source for a target whose foreign keys are active.
 *
 * <p>A row with two such foreign keys was changed twice in the source, and refers to the old key in between. In the target,
 * the old key is gone by then: the target's own foreign keys have changed the row when the key was changed. Of the updates
 * of such a row in one transaction only the last is applied.
 */
final class CascadedRows {
    private final CascadingKeys foreignKeys = new CascadingKeys();
    private final JsonNames json;

    CascadedRows(JsonNames json) {
        this.json = json;
    }

    /** The values of a foreign key in a row, in one transaction. */
    private record Reference(String xid, long foreignKey, List<String> values) {}

    /** The key of a row of a table, in one transaction. */
    private record Row(String xid, String table, String key) {}

    /** Returns the events without those that a later one supersedes. */
    List<IndexedEvent> last(Database database, List<IndexedEvent> events) {
        var keysOf = new HashMap<String, List<ForeignKey>>();
        for (var indexed : events) {
            var event = indexed.event();
            keysOf.computeIfAbsent(table(event), _ -> foreignKeys.of(database, event.schema(), event.table()));
        }
        if (keysOf.values().stream().allMatch(List::isEmpty)) {
            return events;
        }
        var left = new ArrayList<>(events);
        var superseded = superseded(left, keysOf, oldKeys(events, keysOf));
        var last = new ArrayList<IndexedEvent>();
        for (var i = superseded.nextClearBit(0); i < left.size(); i = superseded.nextClearBit(i + 1)) {
            last.add(left.get(i));
        }
        return last;
    }

    /** The cached foreign keys may be outdated. */
    void forget() {
        foreignKeys.forget();
    }

    /** Returns the references to keys that were changed. */
    private Set<Reference> oldKeys(List<IndexedEvent> events, Map<String, List<ForeignKey>> keysOf) {
        var referring = new HashMap<String, Set<ForeignKey>>();
        keysOf.values()
                .forEach(keys -> keys.forEach(key -> referring
                        .computeIfAbsent(key.referenced(), _ -> new HashSet<>())
                        .add(key)));
        var old = new HashSet<Reference>();
        for (var indexed : events) {
            var event = indexed.event();
            if (event.isOldKey()) {
                for (var key : referring.getOrDefault(table(event), Set.of())) {
                    old.add(new Reference(event.xid(), key.id(), json.values(event.key(), key.referencedColumns())));
                }
            }
        }
        return old;
    }

    /**
     * Finds the superseded events. A changed key whose new row is superseded keeps only its key.
     *
     * @param left the events, of which some are replaced
     */
    private BitSet superseded(List<IndexedEvent> left, Map<String, List<ForeignKey>> keysOf, Set<Reference> oldKeys) {
        var superseded = new BitSet();
        var later = new HashSet<Row>();
        for (var i = left.size() - 1; i >= 0; i--) {
            var event = left.get(i).event();
            var keys = keysOf.get(table(event));
            if (keys.isEmpty() || later.add(new Row(event.xid(), table(event), event.key()))) {
                continue;
            }
            if (event.operation() == Operation.UPDATE) {
                superseded.set(i);
            } else if (i > 0 && event.isNewKeyOf(left.get(i - 1).event()) && refer(event, keys, oldKeys)) {
                if (isByCascade(left.get(i - 1).event(), event, keys)) {
                    superseded.set(i - 1, i + 1);
                } else {
                    left.set(i, new IndexedEvent(left.get(i).index(), onlyKey(event)));
                }
            }
        }
        return superseded;
    }

    /** Returns whether the target's foreign keys change the key themselves: only their columns differ. */
    private boolean isByCascade(Event old, Event changed, List<ForeignKey> keys) {
        return json.of(changed.key()).stream()
                .filter(name ->
                        !json.values(old.key(), List.of(name)).equals(json.values(changed.key(), List.of(name))))
                .allMatch(name -> keys.stream().anyMatch(key -> key.columns().contains(name)));
    }

    private static Event onlyKey(Event event) {
        return new Event(
                event.seq(),
                event.xid(),
                event.micros(),
                event.schema(),
                event.table(),
                event.operation(),
                event.key(),
                event.before(),
                event.key(),
                event.origin());
    }

    private boolean refer(Event event, List<ForeignKey> keys, Set<Reference> oldKeys) {
        return keys.stream()
                .anyMatch(key -> oldKeys.contains(
                        new Reference(event.xid(), key.id(), json.values(event.after(), key.columns()))));
    }

    private static String table(Event event) {
        return CascadingKeys.name(event.schema(), event.table());
    }
}
