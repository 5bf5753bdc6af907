package dev.dbops.redshift;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.redshift.sql.RowLoad;
import dev.dbops.redshift.sql.WarehouseStatement;
import dev.dbops.target.ConnectionTarget;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Writes to a warehouse over a connection, which is opened when it is needed and kept. Work whose connection was lost is
 * done once more over another one: the caller's work may be repeated. Used by one thread.
 */
public final class ConnectionWriter implements WarehouseWriter, AutoCloseable {
    private static final Duration LONGEST_QUERY = Duration.ofMinutes(1);

    private final ConnectionTarget target;
    private final RowLoad load;
    private final ConflictRetry retry = new ConflictRetry();
    private Optional<Warehouse> warehouse = Optional.empty();

    /**
     * @param load the way of rows into temporary tables
     */
    public ConnectionWriter(ConnectionTarget target, RowLoad load) {
        this.target = target;
        this.load = load;
    }

    @Override
    public RowLoad load() {
        return load;
    }

    /** A transaction over a connection has no limit that rows of events could reach. */
    @Override
    public boolean fits(List<WarehouseStatement> statements) {
        return true;
    }

    @Override
    public String description() {
        return target.description();
    }

    @Override
    public List<List<String>> query(String sql, List<String> parameters) {
        try {
            return retry.run(
                    LONGEST_QUERY,
                    left -> connected(connection -> {
                        connection.limit(left);
                        return connection.query(sql, parameters);
                    }));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OpsException(Kind.INTERRUPTED, "interrupted while the warehouse was read", null, e);
        }
    }

    @Override
    public List<List<String>> run(List<WarehouseStatement> statements, Duration limit) throws InterruptedException {
        return retry.run(limit, left -> {
            var end = System.nanoTime() + left.toNanos();
            return connected(connection -> transaction(connection, statements, end));
        });
    }

    private static List<List<String>> transaction(Warehouse connection, List<WarehouseStatement> statements, long end) {
        connection.begin();
        try {
            var rows = new ArrayList<List<String>>();
            for (var statement : statements) {
                limit(connection, end);
                rows.addAll(connection.run(statement));
            }
            limit(connection, end);
            connection.commit();
            return rows;
        } catch (RuntimeException e) {
            connection.rollback();
            throw e;
        }
    }

    private static void limit(Warehouse connection, long end) {
        var left = Duration.ofNanos(end - System.nanoTime());
        if (left.toMillis() < 1) {
            throw WarehouseErrors.timeout(null);
        }
        connection.limit(left);
    }

    private <T> T connected(Function<Warehouse, T> work) {
        var isNew = warehouse.isEmpty();
        try {
            return work.apply(open());
        } catch (OpsException e) {
            if (e.kind() != Kind.UNREACHABLE && e.kind() != Kind.TIMEOUT) {
                throw e;
            }
            // after a timeout, an answer may still be on its way
            close();
            if (isNew || e.kind() == Kind.TIMEOUT) {
                throw e;
            }
            return work.apply(open());
        }
    }

    private Warehouse open() {
        var opened = warehouse.orElseGet(() -> Warehouse.connect(target));
        warehouse = Optional.of(opened);
        return opened;
    }

    /** Closes the connection; another one is opened when it is needed. */
    @Override
    public void close() {
        warehouse.ifPresent(Warehouse::close);
        warehouse = Optional.empty();
    }
}
