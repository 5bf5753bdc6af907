package dev.dbops.events;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.ServerError;
import dev.dbops.events.Checkpoints.Checkpoint;
import dev.dbops.postgres.ConnectionPool;
import dev.dbops.postgres.Database;
import dev.dbops.postgres.SqlErrors;
import dev.dbops.target.ConnectionTarget;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;

/**
 * Applies events to tables of a PostgreSQL database, each exactly once: the position moves in the transaction of the
 * changes.
 *
 * <p>Several workers share a batch, by the keys of the rows, each in a transaction of its own. They commit when all of
 * them are ready to; where a crash comes between two commits, those that were late are given their share again.
 */
public final class PostgresSink implements Sink {
    private static final String AS_REPLICA = "SET session_replication_role = replica";

    /** Tells our own triggers on the target, where the role may not turn off all of them. */
    private static final String AS_REPLAY = "SET dbops.replay = 'on'";

    /** The settings under which values became text. */
    private static final String SETTINGS = "; SET DateStyle = ISO; SET IntervalStyle = postgres; SET TimeZone = UTC;"
            + " SET lc_monetary = 'C'; SET jit = off";

    private static final String IDENTITY = """
        SELECT system_identifier || '/' || (SELECT oid FROM pg_database WHERE datname = current_database())
          FROM pg_control_system()
        """;

    private static final String INSUFFICIENT_PRIVILEGE = "42501";

    /** A deadlock or a lock that was not to be had is no word on the events. */
    private static final Set<String> TRANSIENT = Set.of("40001", "40P01", "55P03", "57014");

    /**
     * Classes that are no word on the events either, however often: state of the transaction (as in a server that only
     * reads), rollback, resources (as a disk that is full), state of an object, intervention, system, internal errors
     * (PostgreSQL documentation, appendix A).
     */
    private static final Set<String> OF_THE_SERVER = Set.of("25", "40", "53", "55", "57", "58", "XX");

    private static final int ATTEMPTS = 5;

    private final Database catalog;
    private final Checkpoints checkpoints;
    private final boolean constrained;
    private final int wanted;
    private final ConnectionPool pool;
    private final WorkerThreads threads = new WorkerThreads();
    private final TargetTables tables = new TargetTables();
    private final Shares shares = new Shares(tables);
    private final List<ApplyWorker> workers = new ArrayList<>();
    private final Set<List<String>> touched = new HashSet<>();
    private List<Checkpoint> reached;

    private PostgresSink(Database catalog, Checkpoints checkpoints, boolean constrained, int wanted) {
        this.catalog = catalog;
        this.checkpoints = checkpoints;
        this.reached = checkpoints.settled(catalog);
        this.constrained = constrained;
        this.wanted = wanted;
        var most = Math.max(wanted, reached.size());
        this.pool = new ConnectionPool(catalog.target(), most, (constrained ? AS_REPLAY : AS_REPLICA) + SETTINGS);
        for (var worker = 0; worker < most; worker++) {
            workers.add(new ApplyWorker(constrained));
        }
    }

    /**
     * Connects, and reads how far the replay is. Nothing is written.
     *
     * @param log the log that is replayed
     * @param consumer the name of the replay
     * @param workers how many connections apply at once; it is one where foreign keys and triggers of the target cannot
     *     be turned off
     */
    public static PostgresSink open(ConnectionTarget target, EventLog log, String consumer, int workers) {
        var database = Database.connect(target);
        try {
            refuseSource(log, database);
            var constrained = !mayBeReplica(database);
            return new PostgresSink(
                    database, new Checkpoints(log.id(), consumer), constrained, constrained ? 1 : workers);
        } catch (OpsException e) {
            database.close();
            throw e;
        }
    }

    /** Changes that come back to where they were made do no good. */
    private static void refuseSource(EventLog log, Database database) {
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

    private static boolean mayBeReplica(Database database) {
        try {
            database.execute(AS_REPLICA);
            return true;
        } catch (OpsException e) {
            if (sqlState(e).equals(INSUFFICIENT_PRIVILEGE)) {
                return false;
            }
            throw e;
        }
    }

    /** Whether triggers and foreign keys of the target stay at work, since the role may not turn them off. */
    public boolean isConstrained() {
        return constrained;
    }

    @Override
    public String description() {
        return catalog.target().description();
    }

    @Override
    public boolean keepsPosition() {
        return true;
    }

    /** Where the slowest worker is. */
    @Override
    public Optional<Position> position() {
        return reached.stream().map(Checkpoint::position).min(Position::compareTo);
    }

    @Override
    public Optional<Position> pending() {
        var latest = reached.stream().map(Checkpoint::position).max(Position::compareTo);
        return latest.equals(position()) ? Optional.empty() : latest;
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

    @Override
    public void deliver(Batch batch) throws InterruptedException {
        touched.addAll(Shares.tables(batch));
        for (var attempt = 1; ; attempt++) {
            try {
                apply(batch);
                break;
            } catch (DeliveryFailure e) {
                forgetTables();
                if (attempt > 1) {
                    throw e;
                }
            } catch (OpsException e) {
                forgetTables();
                if (e.kind() != Kind.SQL) {
                    throw e;
                }
                if (attempt == ATTEMPTS || !TRANSIENT.contains(sqlState(e)) && attempt > 1) {
                    throw isOfTheServer(e) ? e : refused(batch, e);
                }
            }
        }
        if (reached.size() != wanted && pending().isEmpty()) {
            divide(batch.end());
        }
    }

    /** Whether the same would have happened to other events. */
    private static boolean isOfTheServer(OpsException e) {
        var state = sqlState(e);
        return state.length() < 2 || OF_THE_SERVER.contains(state.substring(0, 2));
    }

    /** What is known of the tables may be wrong: somebody has altered one. */
    private void forgetTables() {
        tables.forget();
        workers.forEach(ApplyWorker::forgetTables);
    }

    private void apply(Batch batch) throws InterruptedException {
        var parts = shares.divide(catalog, batch, reached.size());
        List<ConnectionPool.Lease> leases = new ArrayList<>();
        try {
            List<Callable<Void>> works = new ArrayList<>();
            List<Callable<Void>> commits = new ArrayList<>();
            for (var checkpoint : reached) {
                if (isAhead(checkpoint, batch)) {
                    continue;
                }
                var lease = pool.borrow();
                leases.add(lease);
                works.add(() -> {
                    var worker = checkpoint.worker();
                    workers.get(worker).apply(lease.database(), parts.get(worker));
                    checkpoints.advance(lease.database(), worker, checkpoint.position(), batch.end());
                    return null;
                });
                commits.add(() -> {
                    commit(lease.database());
                    return null;
                });
            }
            if (works.isEmpty()) {
                return;
            }
            threads.run(works);
            threads.run(commits);
            reached = reached.stream()
                    .map(checkpoint -> isAhead(checkpoint, batch) ? checkpoint : checkpoint.at(batch.end()))
                    .toList();
        } finally {
            leases.forEach(ConnectionPool.Lease::close);
        }
    }

    /** Whether it had its share of the batch before a crash, of which this may be the first part only. */
    private static boolean isAhead(Checkpoint checkpoint, Batch batch) {
        return checkpoint.position().compareTo(batch.end()) >= 0;
    }

    private static void commit(Database database) {
        try {
            database.connection().commit();
        } catch (SQLException e) {
            throw SqlErrors.translate(e);
        }
    }

    /** Finds the event that the server refuses, by trying beginnings of the batch, whose effect is rolled back. */
    private DeliveryFailure refused(Batch batch, OpsException failure) throws InterruptedException {
        var events = shares.divide(catalog, batch, 1).getFirst();
        var worker = new ApplyWorker(constrained);
        var reason = failure;
        var accepted = 0;
        var rejected = events.size();
        while (rejected - accepted > 1) {
            var middle = (accepted + rejected) >>> 1;
            try (var lease = pool.borrow()) {
                worker.apply(lease.database(), events.subList(0, middle));
                lease.database().execute(Checkpoints.CHECK);
                accepted = middle;
            } catch (OpsException e) {
                if (e.kind() != Kind.SQL) {
                    throw e;
                }
                reason = e;
                rejected = middle;
            }
        }
        return new DeliveryFailure(rejected - 1, reason);
    }

    @Override
    public void finish() {
        TargetSequences.follow(catalog, touched);
    }

    @Override
    public void close() {
        threads.close();
        pool.close();
        catalog.close();
    }

    private static String sqlState(OpsException e) {
        return e.serverError().map(ServerError::sqlState).orElse("");
    }
}
