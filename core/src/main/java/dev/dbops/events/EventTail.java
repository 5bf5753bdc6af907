package dev.dbops.events;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.Polling;
import dev.dbops.postgres.Database;
import dev.dbops.postgres.SqlErrors;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Follows a log and shows what comes, until it is interrupted or the filter's last moment is past. A lost connection is opened again, and what was
 * committed meanwhile is shown then; nothing is shown twice.
 */
public final class EventTail {
    private static final int BATCH = 1000;

    private final Supplier<Database> connector;
    private final EventFilter filter;
    private final Optional<String> channel;
    private final Listener listener;
    private Optional<Position> position = Optional.empty();
    private Polling patience = FollowerPace.reconnecting();

    /** Who is shown the events. */
    public interface Listener {
        /** The log is open; what is committed from now on will be shown. */
        void begins(EventLog log);

        /** Takes at least one event. */
        void show(Batch batch);

        /** The connection is lost, and will be opened again. */
        void lost(OpsException reason);
    }

    /**
     * @param connector opens a connection to the database, each time that it is asked
     * @param filter which events are shown; without {@code since}, only what is committed from now on
     * @param channel of the notifications that the triggers send: they make looks at once; without it there is one
     *     every 100 ms
     */
    public EventTail(Supplier<Database> connector, EventFilter filter, Optional<String> channel, Listener listener) {
        this.connector = connector;
        this.filter = filter;
        this.channel = channel;
        this.listener = listener;
    }

    /**
     * Follows. Returns when the time until which events are wanted is past, and all that is committed is shown.
     *
     * @throws InterruptedException when the thread is interrupted, which is how it ends without such a time
     * @throws OpsException when there is no log, or the database cannot be reached at first
     */
    public void follow() throws InterruptedException {
        while (true) {
            try (var database = connector.get()) {
                follow(database);
                return;
            } catch (OpsException e) {
                if (position.isEmpty() || e.kind() != Kind.UNREACHABLE) {
                    throw e;
                }
                listener.lost(e);
            }
            patience.again();
        }
    }

    private void follow(Database database) throws InterruptedException {
        var log = EventLog.open(database);
        channel.ifPresent(name -> database.execute("LISTEN " + database.quoteIdentifier(name)));
        var next = position.orElseGet(() -> filter.since().map(log::before).orElseGet(log::now));
        log.require(next);
        position = Optional.of(next);
        var reader = new EventReader(database, filter, BATCH);
        listener.begins(log);
        while (!Thread.interrupted()) {
            // Asked before the look: what is committed by then is seen by it.
            var isLast = log.isPast(filter.until());
            var batch = reader.next(next);
            patience = FollowerPace.reconnecting();
            if (!batch.events().isEmpty()) {
                listener.show(batch);
            }
            next = batch.end();
            position = Optional.of(next);
            if (isLast && batch.endsWindow()) {
                return;
            }
            if (batch.events().isEmpty() && batch.endsWindow()) {
                await(database);
            }
        }
        throw new InterruptedException();
    }

    /** Until a notification comes, or it is time to look without one. */
    private void await(Database database) throws InterruptedException {
        if (channel.isEmpty()) {
            Thread.sleep(FollowerPace.LOOK);
            return;
        }
        try {
            database.connection().getNotifications((int) FollowerPace.LOOK.toMillis());
        } catch (SQLException e) {
            throw SqlErrors.translate(e);
        }
    }
}
