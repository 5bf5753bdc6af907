package dev.dbops.events.replay;

import dev.dbops.BackgroundTask;
import dev.dbops.events.Batch;
import dev.dbops.events.Consumers;
import dev.dbops.events.EventFilter;
import dev.dbops.events.EventLog;
import dev.dbops.events.EventReader;
import dev.dbops.events.PendingEvents;
import dev.dbops.events.Position;
import dev.dbops.events.SourceWatch;
import dev.dbops.events.TableEvents;
import dev.dbops.postgres.Database;
import dev.dbops.target.ConnectionTarget;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The source of a replay: one connection that reads the next batch while the current one is delivered, and one that
 * records progress.
 */
final class ReplaySource implements AutoCloseable {
    private final Database account;
    private final Database reading;
    private final EventLog log;
    private final EventReader reader;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(work -> {
        var reader = new Thread(work, "event reader");
        reader.setDaemon(true);
        return reader;
    });

    private ReplaySource(Database account, Database reading, EventLog log, ReplayOptions options) {
        this.account = account;
        this.reading = reading;
        this.log = log;
        this.reader = new EventReader(reading, options.filter(), options.batch());
    }

    static ReplaySource open(ConnectionTarget target, ReplayOptions options) {
        var account = Database.connect(target);
        try {
            var log = EventLog.open(account);
            var reading = Database.connect(target);
            try {
                return new ReplaySource(account, reading, log, options);
            } catch (RuntimeException e) {
                reading.close();
                throw e;
            }
        } catch (RuntimeException e) {
            account.close();
            throw e;
        }
    }

    EventLog log() {
        return log;
    }

    Consumers consumers() {
        return new Consumers(account);
    }

    DeadLetters deadLetters() {
        return new DeadLetters(log);
    }

    /** Returns the number of events of each table after the position. */
    List<TableEvents> pending(Position position, EventFilter filter) {
        return new PendingEvents(account).count(position, filter);
    }

    /** Warns of changes of the source that its log does not contain. */
    void look(SourceWatch watch) {
        watch.look(account);
    }

    EventReader reader() {
        return reader;
    }

    /** Starts to read the events after the position. */
    Future<Batch> readAhead(Position position) {
        return thread.submit(() -> reader.next(position));
    }

    /** Returns the batch that was read ahead. */
    static Batch await(Future<Batch> batch) throws InterruptedException {
        return BackgroundTask.result(batch);
    }

    @Override
    public void close() {
        thread.shutdownNow();
        // closing the connection ends a read that is still running
        reading.close();
        account.close();
    }
}
