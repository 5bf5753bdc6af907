package dev.dbops.dist.campaign;

import java.sql.SQLException;
import java.sql.SQLWarning;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** The writers of a round: they can be paused between two transactions, and what the capture does to them is a fault. */
final class Workload implements AutoCloseable {
    /** Other sessions cause these, or the round itself: a conflict, a cancelled or ended session, a lock timeout. */
    private static final List<String> CAUSED_BY_OTHERS = List.of("40", "57", "08", "55P03", "53");

    private static final String NO_LONGER_PREPARED = "42704";

    /** A session that still exists commits sooner. */
    private static final Duration LOST = Duration.ofSeconds(1);

    private final Side source;
    private final RoundSettings settings;
    private final ExecutorService executor;
    private final List<Future<?>> writers = new ArrayList<>();
    private final ReentrantReadWriteLock turns = new ReentrantReadWriteLock(true);
    private final AtomicInteger committed = new AtomicInteger();
    private final Queue<String> faults = new ConcurrentLinkedQueue<>();
    private final Map<String, Integer> errors = new ConcurrentSkipListMap<>();
    private final Map<String, String> examples = new ConcurrentHashMap<>();
    private volatile List<Table> tables = List.of();
    private volatile List<Table> favourites = List.of();
    private volatile boolean running = true;

    Workload(Side source, RoundSettings settings) {
        this.source = source;
        this.settings = settings;
        this.executor = Executors.newFixedThreadPool(settings.writers());
    }

    void start() {
        for (var i = 0; i < settings.writers(); i++) {
            var writer = new Writer(this, settings, i);
            writers.add(executor.submit(() -> {
                writer.run();
                return null;
            }));
        }
    }

    Side source() {
        return source;
    }

    RoundSettings settings() {
        return settings;
    }

    boolean isRunning() {
        return running;
    }

    /** Other tables, or the same with other columns. */
    void use(List<Table> changed, Random random) {
        var some = new ArrayList<>(changed);
        Collections.shuffle(some, random);
        tables = changed;
        favourites = List.copyOf(some.subList(0, 8));
    }

    /** Half of the statements change a few tables, so that the sessions meet there. */
    Table table(Random random) {
        var list = random.nextBoolean() ? favourites : tables;
        return list.get(random.nextInt(list.size()));
    }

    boolean awaitTurn() {
        turns.readLock().lock();
        return true;
    }

    void endTurn() {
        turns.readLock().unlock();
    }

    /** Returns when no writer has an open transaction; they wait. */
    void pause() throws InterruptedException {
        while (!turns.writeLock().tryLock(1, TimeUnit.SECONDS)) {
            finishPrepared(LOST);
        }
    }

    void resume() {
        turns.writeLock().unlock();
    }

    void committed() {
        committed.incrementAndGet();
    }

    int transactions() {
        return committed.get();
    }

    void failed(SQLException e) {
        var state = String.valueOf(e.getSQLState());
        errors.merge(state, 1, Integer::sum);
        examples.putIfAbsent(state, e.getMessage().lines().findFirst().orElse(""));
        if (Writer.context(e).contains("dbops.") && CAUSED_BY_OTHERS.stream().noneMatch(state::startsWith)) {
            faults.add("the capture made a write fail: " + e.getMessage() + "\n" + Writer.context(e));
        }
    }

    void warned(SQLWarning warning) {
        for (var each = warning; each != null; each = each.getNextWarning()) {
            if (each.getMessage().startsWith("dbops:")) {
                faults.add(each.getMessage() + "\n" + Writer.context(each));
            }
        }
    }

    /** The faults of the capture that the writers noticed. */
    List<String> faults() {
        return List.copyOf(faults);
    }

    /** The numbers of errors by SQLSTATE, and an example of those that no random statement should cause. */
    String errors() {
        return errors + " " + examples;
    }

    /** Ends the writers, and the transactions that a lost session has prepared. */
    void finish() throws Exception {
        running = false;
        pause();
        resume();
        for (var writer : writers) {
            writer.get();
        }
        finishPrepared(Duration.ZERO);
    }

    /** Commits what sessions have prepared that were lost before they could do it: others wait for it. */
    void finishLost() {
        finishPrepared(LOST);
    }

    /** Commits what was prepared so long ago. */
    void finishPrepared(Duration age) {
        for (var row : source.rows("SELECT pg_catalog.quote_literal(gid) FROM pg_catalog.pg_prepared_xacts"
                + " WHERE database = pg_catalog.current_database()"
                + " AND prepared <= pg_catalog.clock_timestamp() - interval '%d ms'".formatted(age.toMillis()))) {
            try {
                source.attempt("COMMIT PREPARED " + row.getFirst());
            } catch (SQLException e) {
                if (!e.getSQLState().equals(NO_LONGER_PREPARED)) {
                    throw new AssertionError(e);
                }
            }
        }
    }

    @Override
    public void close() {
        running = false;
        executor.shutdownNow();
    }
}
