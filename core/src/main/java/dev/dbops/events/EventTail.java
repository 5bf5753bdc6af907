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
 * Follows a log and shows new events until it is interrupted or the filter's end time is past. It reopens a lost
 * connection and then shows what was committed in the meantime. No event is shown twice.
 */
public final class EventTail {
    private static final int BATCH = 1000;

    private final Supplier<Database> connector;
    private final EventFilter filter;
    private final Optional<String> channel;
    private final Listener listener;
    private final SourceWatch watch;
    private Optional<Position> position = Optional.empty();
    private Polling patience = FollowerPace.reconnecting();

    /** Receives the events. */
    public interface Listener {
        /** The log is open; events committed from now on will be shown. */
        void begins(EventLog log);

        /** Takes at least one event. */
        void show(Batch batch);

        /** The source has changes that its log does not contain. */
        void warns(String sentence);

        /** The connection is lost and will be reopened. */
        void lost(OpsException reason);
    }

    /**
     * @param connector opens a new connection to the database on each call
     * @param filter selects the events to show; without {@code since}, only events committed from now on
     * @param channel the channel of the triggers' notifications, each of which starts a read at once; without it, the
     *     log is read every 100 ms
     */
    public EventTail(Supplier<Database> connector, EventFilter filter, Optional<String> channel, Listener listener) {
        this.connector = connector;
        this.filter = filter;
        this.channel = channel;
        this.listener = listener;
        this.watch = new SourceWatch(filter, listener::warns);
    }

    /**
     * Follows the log. Returns when the filter's end time is past and all committed events are shown.
     *
     * @throws InterruptedException when the thread is interrupted, the only way to end without an end time
     * @throws OpsException when there is no log, or the first connection fails
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
            watch.look(database);
            // Checked before the read, so that the read sees everything committed by then.
            var isLast = log.isPast(filter.until());
            var batch = reader.next(next);
            patience = FollowerPace.reconnecting();
            if (!batch.events().isEmpty()) {
                listener.show(log.ensuresUtf8() ? batch : batch.replaced());
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

    /** Waits for a notification or for the next scheduled read. */
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
