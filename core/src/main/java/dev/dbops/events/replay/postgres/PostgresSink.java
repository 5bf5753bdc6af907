package dev.dbops.events.replay.postgres;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.events.Batch;
import dev.dbops.events.EventLog;
import dev.dbops.events.Position;
import dev.dbops.events.ddl.TargetDefinitions;
import dev.dbops.events.replay.DeliveryFailure;
import dev.dbops.events.replay.PositionedSink;
import dev.dbops.events.replay.StaleWindow;
import dev.dbops.events.replay.postgres.Checkpoints.Checkpoint;
import dev.dbops.postgres.Database;
import dev.dbops.postgres.SqlErrors;
import dev.dbops.target.ConnectionTarget;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Applies events to tables of a PostgreSQL database, each exactly once: the position moves in the transaction of the
 * changes.
 *
 * <p>Several workers share a batch by the keys of the rows, each in its own transaction. They commit when all are
 * ready. After a crash between two commits, the workers that had not committed get their share again.
 */
public final class PostgresSink implements PositionedSink {
    private static final String IDENTITY = """
        SELECT system_identifier || '/' || (SELECT oid FROM pg_database WHERE datname = current_database())
          FROM pg_control_system()
        """;

    private static final int ATTEMPTS = 5;

    /** The milliseconds to wait for a target that does not respond when a follower is stopped. */
    private static final int MOST_TO_STOP = 6000;

    private final Database catalog;
    private final Checkpoints checkpoints;
    private final TargetRole role;
    private final int wanted;
    private final ApplyWorkers workers;
    private final Set<List<String>> touched = new HashSet<>();
    private List<Checkpoint> reached;

    /** True once the definitions of tables may be older than the window. */
    private boolean hasEarlierTables;

    private PostgresSink(Database catalog, Checkpoints checkpoints, TargetRole role, int wanted, boolean atomic) {
        this.catalog = catalog;
        this.checkpoints = checkpoints;
        this.reached = checkpoints.settled(catalog);
        this.role = role;
        this.wanted = wanted;
        this.workers = new ApplyWorkers(catalog, checkpoints, role, Math.max(wanted, reached.size()), atomic);
    }

    /**
     * Connects and reads the replay's position. Writes nothing.
     *
     * @param log the log to replay
     * @param consumer the name of the replay
     * @param workers the number of connections that apply events concurrently; one is used if foreign keys and triggers
     *     of the target cannot be turned off
     */
    public static PostgresSink open(ConnectionTarget target, EventLog log, String consumer, int workers) {
        return open(target, log, consumer, workers, false);
    }

    /**
     * Connects as {@link #open}. One connection commits whole transactions of the source: all of a window, so that a
     * large window is a large transaction.
     */
    public static PostgresSink openAtomic(ConnectionTarget target, EventLog log, String consumer) {
        return open(target, log, consumer, 1, true);
    }

    private static PostgresSink open(
            ConnectionTarget target, EventLog log, String consumer, int workers, boolean atomic) {
        var database = Database.connect(target);
        try {
            refuseSource(log, database);
            var role = TargetRole.of(database);
            return new PostgresSink(
                    database, new Checkpoints(log.id(), consumer), role, role.constrained() ? 1 : workers, atomic);
        } catch (OpsException e) {
            database.close();
            throw e;
        }
    }

    /** Rejects the source as the target: its changes must not return to it. */
    static void refuseSource(EventLog log, Database database) {
        if (identity(log.database()).equals(identity(database))) {
            throw new OpsException(
                    Kind.USAGE,
                    "source and target are the same database, \"%s\""
                            .formatted(database.target().database()),
                    "name another one: --to postgresql://HOST/NAME, or --to env:NAME for NAME_CONNECTION_URL");
        }
    }

    private static String identity(Database database) {
        return database.query(IDENTITY, row -> row.getString(1)).getFirst();
    }

    /** Returns whether triggers and foreign keys of the target stay active, since the role may not turn them off. */
    public boolean isConstrained() {
        return role.constrained();
    }

    @Override
    public String description() {
        return catalog.target().description();
    }

    @Override
    public Optional<TargetDefinitions> definitions() {
        return Optional.of(workers.definitions());
    }

    /** The position of the slowest worker. */
    @Override
    public Optional<Position> position() {
        return reached.stream().map(Checkpoint::position).min(Position::compareTo);
    }

    @Override
    public Optional<Position> pending() {
        var latest = reached.stream().map(Checkpoint::position).max(Position::compareTo);
        return latest.equals(position()) ? Optional.empty() : latest;
    }

    /** The position that is committed. */
    @Override
    public Position settled(Position delivered) {
        return position().orElse(delivered);
    }

    @Override
    public void begin(Position start) {
        if (pending().isEmpty() && reached.size() != wanted) {
            divide(start);
        }
    }

    /** Gives each worker its checkpoint. */
    private void divide(Position position) {
        try {
            catalog.connection().setAutoCommit(false);
            checkpoints.divide(catalog, reached, position, wanted);
            catalog.connection().commit();
            reached = checkpoints.read(catalog);
            catalog.connection().commit();
            catalog.connection().setAutoCommit(true);
        } catch (SQLException e) {
            throw SqlErrors.translate(e);
        }
    }

    /** A part of a transaction may violate constraints of the target, if the role cannot turn them off. */
    @Override
    public boolean takesWindows() {
        return role.constrained() && reached.size() == 1;
    }

    @Override
    public boolean deliverFirst(Batch first) throws InterruptedException {
        var checkpoint = workers.applyFirst(first, reached.getFirst());
        checkpoint.ifPresent(known -> reached = List.of(known));
        return checkpoint.isPresent();
    }

    @Override
    public void deliver(Batch batch) throws InterruptedException {
        touched.addAll(KeyPartitioner.tables(batch));
        if (workers.isInWindow()) {
            continueWindow(batch);
        } else {
            apply(batch);
        }
        hasEarlierTables |= !workers.isInWindow();
        if (reached.size() != wanted && pending().isEmpty()) {
            divide(batch.end());
        }
    }

    /** Of a window that is rolled back as a whole, a batch cannot be repeated alone. */
    private void continueWindow(Batch batch) throws InterruptedException {
        try {
            reached = workers.apply(batch, reached);
        } catch (DeliveryFailure e) {
            // not a failure of this batch alone: the earlier ones are rolled back too
            throw hasEarlierTables
                    ? new StaleWindow(e)
                    : e.described(batch.events().get(e.index()));
        } catch (OpsException e) {
            throw hasEarlierTables && e.kind() == Kind.SQL ? new StaleWindow(e) : e;
        }
    }

    private void apply(Batch batch) throws InterruptedException {
        for (var attempt = 1; ; attempt++) {
            try {
                reached = workers.apply(batch, reached);
                return;
            } catch (DeliveryFailure e) {
                workers.forgetTables();
                if (attempt > 1) {
                    throw e;
                }
            } catch (OpsException e) {
                workers.forgetTables();
                if (e.kind() != Kind.SQL) {
                    throw e;
                }
                if (attempt == ATTEMPTS || !TransientFailure.isPassing(e) && attempt > 1) {
                    throw TransientFailure.is(e) ? e : workers.refused(batch, e);
                }
            }
        }
    }

    @Override
    public void finish() {
        TargetSequences.follow(catalog, touched);
    }

    @Override
    public void stop() {
        try {
            catalog.connection().setNetworkTimeout(Runnable::run, MOST_TO_STOP);
        } catch (SQLException e) {
            throw SqlErrors.translate(e);
        }
        catalog.executeAsIs("SET statement_timeout = " + MOST_TO_STOP / 2);
        TargetSequences.follow(catalog, touched);
    }

    @Override
    public void close() {
        workers.close();
        catalog.close();
    }
}
