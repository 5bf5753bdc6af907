package dev.dbops.compare;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.Polling;
import dev.dbops.events.Consumers;
import dev.dbops.events.EventLog;
import dev.dbops.events.Position;
import dev.dbops.events.UnreadEvents;
import dev.dbops.events.replay.postgres.Checkpoints;
import dev.dbops.postgres.Database;
import dev.dbops.postgres.OwnSchema;
import dev.dbops.target.ConnectionTarget;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Knows how far a replay has delivered the events of the source to the target. */
final class SourceProgress implements AutoCloseable {
    private static final String UNREAD = "SELECT EXISTS (SELECT FROM dbops.event_log WHERE ";

    private final Database source;
    private final Database target;
    private final String log;
    private final String consumer;

    private SourceProgress(Database source, Database target, String log, String consumer) {
        this.source = source;
        this.target = target;
        this.log = log;
        this.consumer = consumer;
    }

    /**
     * Finds the replay, whose position is in the target, or else in the source.
     *
     * @param consumer its name; empty when there is only one
     * @return empty when no events of the source are delivered to the target
     * @throws OpsException of kind USAGE when the consumer does not exist, or there are several
     */
    static Optional<SourceProgress> find(ConnectionTarget from, ConnectionTarget to, String consumer) {
        var source = Database.connect(from);
        var opened = new ArrayList<AutoCloseable>(List.of(source));
        var found = Optional.<SourceProgress>empty();
        try {
            if (!consumer.isEmpty() || OwnSchema.has(source, "event_log", "log_meta")) {
                var target = Database.connect(to);
                opened.add(target);
                var log = EventLog.open(source).id();
                found = name(source, target, log, consumer).map(name -> new SourceProgress(source, target, log, name));
            }
            return found;
        } finally {
            if (found.isEmpty()) {
                opened.forEach(each -> ((Database) each).close());
            }
        }
    }

    private static Optional<String> name(Database source, Database target, String log, String consumer) {
        var known = Checkpoints.consumers(target, log);
        if (consumer.isEmpty() && known.size() > 1) {
            throw new OpsException(
                    Kind.USAGE,
                    "the target has positions of several consumers: " + String.join(", ", known),
                    "pass the one that delivers these tables with --consumer");
        }
        if (consumer.isEmpty() || known.contains(consumer)) {
            return consumer.isEmpty() ? known.stream().findFirst() : Optional.of(consumer);
        }
        if (new Consumers(source).find(consumer).isEmpty()) {
            throw new OpsException(
                    Kind.USAGE,
                    "consumer \"%s\" does not exist".formatted(consumer),
                    "list the consumers with db-ops events-status");
        }
        return Optional.of(consumer);
    }

    /**
     * Waits until all events that a snapshot of the source shows were delivered.
     *
     * @return false when the time is over
     */
    boolean await(SnapshotSession snapshot, Polling polling) {
        try {
            while (isBehind(snapshot)) {
                if (!polling.again()) {
                    return false;
                }
            }
            return true;
        } catch (InterruptedException e) {
            throw new OpsException(Kind.INTERRUPTED, "interrupted; nothing was changed", null, e);
        }
    }

    private boolean isBehind(SnapshotSession snapshot) {
        var positions = positions();
        for (var position : positions) {
            var parameters = new ArrayList<>();
            var condition = UnreadEvents.condition(position, parameters);
            if (snapshot.database()
                    .query(UNREAD + condition + ")", row -> row.getBoolean(1), parameters.toArray())
                    .getFirst()) {
                return true;
            }
        }
        return positions.isEmpty();
    }

    /** Several workers have several positions. */
    private List<Position> positions() {
        var ofTarget = new Checkpoints(log, consumer)
                .read(target).stream().map(Checkpoints.Checkpoint::position).toList();
        return ofTarget.isEmpty()
                ? new Consumers(source)
                        .find(consumer).stream().map(each -> each.position()).toList()
                : ofTarget;
    }

    @Override
    public void close() {
        source.close();
        target.close();
    }
}
