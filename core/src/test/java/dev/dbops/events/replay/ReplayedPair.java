package dev.dbops.events.replay;

import dev.dbops.OpsException;
import dev.dbops.compare.CompareListener;
import dev.dbops.compare.CompareOptions;
import dev.dbops.compare.Comparison;
import dev.dbops.compare.TableComparison;
import dev.dbops.events.Batch;
import dev.dbops.events.Event;
import dev.dbops.events.EventFilter;
import dev.dbops.events.EventLog;
import dev.dbops.events.NameMap;
import dev.dbops.events.Operation;
import dev.dbops.events.Position;
import dev.dbops.events.capture.CaptureOptions;
import dev.dbops.events.capture.Delivery;
import dev.dbops.events.capture.EventTriggers;
import dev.dbops.events.capture.TableChoice;
import dev.dbops.events.capture.TriggerKind;
import dev.dbops.events.envelope.Envelope;
import dev.dbops.events.log.EventLogSchema;
import dev.dbops.events.replay.postgres.PostgresSink;
import dev.dbops.postgres.Database;
import dev.dbops.postgres.TableName;
import dev.dbops.target.ConnectionTarget;
import dev.dbops.testing.TestServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** Two databases of a server, one of which is replayed into the other. */
public final class ReplayedPair {
    private final TestServer server;
    private final ConnectionTarget source;
    private final ConnectionTarget target;
    private int batch = 1000;
    private int workers = 1;
    private int rate;
    private boolean stopsAtPartitions;
    private boolean deadLetters;
    private boolean atomic;
    private boolean passesSchemaChanges;
    private int snapshotRows;
    private int snapshotReaders;
    private NameMap names = new NameMap();
    private EventFilter filter = EventFilter.all();
    private final AtomicInteger losses = new AtomicInteger();
    private final AtomicInteger followed = new AtomicInteger();
    private final List<String> putAside = new ArrayList<>();
    private final List<String> warnings = new CopyOnWriteArrayList<>();
    private final List<String> unfinished = new CopyOnWriteArrayList<>();

    /**
     * Makes a pair with a log in the source.
     *
     * @param major the server's version
     */
    public ReplayedPair(int major) {
        this(TestServer.ofMajor(major));
    }

    /** Makes a pair in a server. */
    public ReplayedPair(TestServer server) {
        this.server = server;
        source = server.newDatabase();
        target = server.newDatabase();
        try (var database = Database.connect(source)) {
            EventLogSchema.create(database);
        }
    }

    /** The source for JDBC. */
    String sourceUrl() {
        return server.jdbcUrl(source.database());
    }

    String targetUrl() {
        return server.jdbcUrl(target.database());
    }

    public ConnectionTarget source() {
        return source;
    }

    public ConnectionTarget target() {
        return target;
    }

    public ReplayedPair batch(int most) {
        batch = most;
        return this;
    }

    public ReplayedPair workers(int number) {
        workers = number;
        return this;
    }

    public ReplayedPair atomic() {
        atomic = true;
        return this;
    }

    /** A change of a definition that the target has not followed only warns. */
    ReplayedPair passingSchemaChanges() {
        passesSchemaChanges = true;
        return this;
    }

    public ReplayedPair rate(int events) {
        rate = events;
        return this;
    }

    public ReplayedPair deadLetters() {
        deadLetters = true;
        return this;
    }

    public ReplayedPair map(String rule) {
        names.add(rule);
        return this;
    }

    public ReplayedPair only(EventFilter wanted) {
        filter = wanted;
        return this;
    }

    /** The rows that were there before are delivered too; 0 rows for none. */
    public ReplayedPair snapshot(int rows, int readers) {
        snapshotRows = rows;
        snapshotReaders = readers;
        return this;
    }

    /** Makes the same in both. */
    public ReplayedPair both(String sql) {
        inSource(sql);
        inTarget(sql);
        return this;
    }

    /** A replay ends when partitions with rows may have come or gone. */
    ReplayedPair stopsAtPartitions(boolean stops) {
        stopsAtPartitions = stops;
        return this;
    }

    public ReplayedPair inSource(String sql) {
        server.execute(source.database(), sql);
        return this;
    }

    public ReplayedPair inTarget(String sql) {
        server.execute(target.database(), sql);
        return this;
    }

    /** Lets the triggers of a table write into the log. */
    public ReplayedPair capture(String... tables) {
        return capture(CaptureOptions.DEFAULT, tables);
    }

    /** The same for a table that has no key, of which only inserted rows can be followed. */
    public ReplayedPair captureInserts(String... tables) {
        return capture(
                new CaptureOptions(List.of(Operation.INSERT), List.of(), List.of(), false, "", Delivery.NONE), tables);
    }

    /** The same, and each event has the row before. */
    public ReplayedPair captureFull(String... tables) {
        return capture(new CaptureOptions(Operation.ALL, List.of(), List.of(), true, "", Delivery.NONE), tables);
    }

    ReplayedPair capture(CaptureOptions options, String... tables) {
        try (var database = Database.connect(source)) {
            new EventTriggers(database, Set.of(TriggerKind.EVENTS), options).install(choice(tables));
        }
        return this;
    }

    /** The same with the rows that the tables have; returns what was said of them. */
    public List<String> captureWithRows(CaptureOptions options, String... tables) {
        try (var database = Database.connect(source)) {
            return new EventTriggers(database, Set.of(TriggerKind.EVENTS), options)
                    .installWithRows(choice(tables))
                    .notes();
        }
    }

    private static TableChoice choice(String... tables) {
        return new TableChoice(Stream.of(tables).map(TableName::parse).toList(), "public", false);
    }

    public List<String> sourceRows(String sql) {
        return server.rows(source.database(), sql);
    }

    public List<String> targetRows(String sql) {
        return server.rows(target.database(), sql);
    }

    /** Returns the tables that differ, as compare finds them. */
    List<TableComparison> differing(String... tables) {
        var named = Stream.of(tables).map(TableName::parse).toList();
        var options = new CompareOptions(named, names, "", 100, 1, false, Duration.ZERO, "");
        return new Comparison(source, target, options, new CompareListener() {})
                .run().stream().filter(table -> !table.isEqual()).toList();
    }

    /** The warnings of all replays. */
    List<String> warnings() {
        return warnings;
    }

    List<String> putAside() {
        return putAside;
    }

    /** Why a follower that was ended did not do what it does at the end. */
    List<String> unfinished() {
        return unfinished;
    }

    ReplayOptions options(boolean follow) {
        var options = new ReplayOptions(
                        "test", filter, names, Optional.empty(), follow, deadLetters, stopsAtPartitions, rate, batch)
                .passingSchemaChanges(passesSchemaChanges);
        return snapshotRows == 0 ? options : options.withSnapshot(snapshotRows, snapshotReaders);
    }

    private PostgresSink sink(ConnectionTarget way, EventLog log) {
        return atomic ? PostgresSink.openAtomic(way, log, "test") : PostgresSink.open(way, log, "test", workers);
    }

    /** Replays what there is. */
    public Position replay() {
        return replay(target);
    }

    /** Replays from the beginning of the log, or the rows that are there, into a sink that keeps no position. */
    void replayInto(Replay.SinkFactory sinks, boolean rows) {
        var options = new ReplayOptions("", filter, names, Optional.empty(), false, false, false, 0, batch);
        try {
            new Replay(source, sinks, rows ? options.withSnapshot(7, 2) : options, new ReplayListener() {}).run();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Replays into a file. */
    void replayToFile(ConnectionTarget from, Path file) {
        try {
            new Replay(
                            from,
                            log -> FileSink.open(file, Envelope.of(log), Rotation.NEVER, _ -> {}),
                            options(false),
                            new ReplayListener() {})
                    .run();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** A replay that stays, until its thread is interrupted; it has begun when this returns. */
    Thread follow(ConnectionTarget from, ConnectionTarget to, List<Throwable> failures) {
        var begun = new CountDownLatch(1);
        var listener = new ReplayListener() {
            @Override
            public void begins(Position position) {
                begun.countDown();
            }

            @Override
            public void delivered(Batch batch, long left) {
                followed.addAndGet(batch.events().size());
            }

            @Override
            public void warns(String sentence) {
                warnings.add(sentence);
            }

            @Override
            public void lost(OpsException reason) {
                losses.incrementAndGet();
            }

            @Override
            public void unfinished(OpsException reason) {
                unfinished.add(reason.getMessage());
            }
        };
        var follower = Thread.ofPlatform().name("follower").start(() -> {
            try {
                new Replay(from, log -> sink(to, log), options(true), listener).run();
            } catch (InterruptedException _) {
                // how it is meant to end
            } catch (OpsException e) {
                // interrupted while it connects, it ends as it is meant to
                if (e.kind() != OpsException.Kind.INTERRUPTED) {
                    failures.add(e);
                }
                begun.countDown();
            } catch (RuntimeException | Error e) {
                failures.add(e);
                begun.countDown();
            }
        });
        try {
            begun.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return follower;
    }

    /** The number of times that a follower has lost source or target. */
    int losses() {
        return losses.get();
    }

    /** The number of events that a follower has delivered. */
    int followed() {
        return followed.get();
    }

    /** The same by another way to the target. */
    public Position replay(ConnectionTarget way) {
        var listener = new ReplayListener() {
            @Override
            public void warns(String sentence) {
                warnings.add(sentence);
            }

            @Override
            public void putAside(Event event, OpsException reason) {
                putAside.add(event.seq() + ": " + reason.getMessage());
            }
        };
        try {
            return new Replay(source, log -> sink(way, log), options(false), listener).run();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
