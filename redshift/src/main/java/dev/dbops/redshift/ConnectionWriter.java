package dev.dbops.redshift;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.redshift.write.RowLoad;
import dev.dbops.redshift.write.WarehouseStatement;
import dev.dbops.target.ConnectionTarget;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Writes to a warehouse over a connection, which is opened when it is needed and kept. Work whose connection was lost is
 * done once more over another one: the caller's work may be repeated. Used by one thread.
 */
public final class ConnectionWriter implements WarehouseWriter, AutoCloseable {
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
        return connected(connection -> connection.query(sql, parameters));
    }

    @Override
    public void run(List<WarehouseStatement> statements, String token, Duration limit) throws InterruptedException {
        retry.run(() -> connected(connection -> {
            connection.limit(limit);
            connection.begin();
            try {
                statements.forEach(connection::execute);
                connection.commit();
                return true;
            } catch (RuntimeException e) {
                connection.rollback();
                throw e;
            }
        }));
    }

    private <T> T connected(Function<Warehouse, T> work) {
        var isNew = warehouse.isEmpty();
        try {
            return work.apply(open());
        } catch (OpsException e) {
            if (e.kind() != Kind.UNREACHABLE) {
                throw e;
            }
            close();
            if (isNew) {
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
