package dev.dbops.redshift.replay;

import dev.dbops.OpsException;
import dev.dbops.aws.AwsClients;
import dev.dbops.events.Batch;
import dev.dbops.events.Event;
import dev.dbops.events.EventLog;
import dev.dbops.events.NameMap;
import dev.dbops.events.Operation;
import dev.dbops.events.Position;
import dev.dbops.events.ddl.TargetDefinitions;
import dev.dbops.events.replay.DeliveryFailure;
import dev.dbops.events.replay.PositionedSink;
import dev.dbops.redshift.ConflictRetry;
import dev.dbops.redshift.Warehouse;
import dev.dbops.redshift.WarehouseErrors;
import dev.dbops.redshift.sql.InsertLoad;
import dev.dbops.redshift.sql.RowLoad;
import dev.dbops.redshift.sql.WarehouseStatement;
import dev.dbops.redshift.table.SourceTables;
import dev.dbops.redshift.write.EventChanges;
import dev.dbops.redshift.write.RowChanges;
import dev.dbops.target.ConnectionTarget;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Applies events to tables of an Amazon Redshift warehouse, each exactly once: the position moves in the transaction of
 * the changes. A batch is one transaction, and each of its tables one set of rows.
 */
public final class RedshiftSink implements PositionedSink {
    private final Warehouse warehouse;
    private final WarehouseCheckpoint checkpoint;
    private final ReplayTables tables;
    private final EventChanges changes;
    private final ConflictRetry retry = new ConflictRetry();
    private final Optional<CopyLoad> copy;
    private final Optional<AwsClients> clients;
    private Optional<Position> reached;

    private RedshiftSink(
            Warehouse warehouse,
            WarehouseCheckpoint checkpoint,
            ReplayTables tables,
            Optional<CopyLoad> copy,
            Optional<AwsClients> clients) {
        this.warehouse = warehouse;
        this.checkpoint = checkpoint;
        this.tables = tables;
        this.changes = new EventChanges(tables);
        this.copy = copy;
        this.clients = clients;
        this.reached = checkpoint.read(warehouse);
    }

    /**
     * Connects and reads the replay's position. Writes nothing.
     *
     * @param log the log to replay; its database is asked for the types of columns
     * @param consumer the name of the replay
     * @param names gives tables of the source their names in the warehouse
     * @param clients of AWS, if the options have a place in S3; closed with the sink
     * @throws OpsException when the warehouse cannot be reached
     */
    public static RedshiftSink open(
            ConnectionTarget target,
            EventLog log,
            String consumer,
            NameMap names,
            WarehouseOptions options,
            Optional<AwsClients> clients) {
        var warehouse = Warehouse.connect(target);
        try {
            var source = new SourceTables(log.database(), names);
            return new RedshiftSink(
                    warehouse,
                    new WarehouseCheckpoint(log.id(), consumer),
                    new ReplayTables(warehouse, source, options.createsTables()),
                    options.stage().map(place -> new CopyLoad(place, clients.orElseThrow())),
                    clients);
        } catch (RuntimeException e) {
            warehouse.close();
            throw e;
        }
    }

    @Override
    public String description() {
        return warehouse.description();
    }

    @Override
    public Optional<TargetDefinitions> definitions() {
        return Optional.of(tables);
    }

    @Override
    public Optional<Position> position() {
        return reached;
    }

    @Override
    public void begin(Position start) {
        if (reached.isEmpty()) {
            retry.runOrFail(() -> checkpoint.begin(warehouse, start));
            reached = Optional.of(start);
        }
    }

    @Override
    public void deliver(Batch batch) throws InterruptedException {
        try {
            apply(batch);
        } catch (DeliveryFailure e) {
            // the definitions that are known may be old ones
            tables.forget();
            apply(batch);
        }
        reached = Optional.of(batch.end());
    }

    private void apply(Batch batch) throws InterruptedException {
        var events = batch.events();
        if (!events.isEmpty() && events.getFirst().operation() == Operation.TRUNCATE) {
            var statements = deletions(events);
            retry.run(() -> transaction(statements, batch.end()));
            return;
        }
        var set = changes.of(events);
        try {
            var statements = set.statements(copy.<RowLoad>map(way -> way).orElse(InsertLoad.BY_CONNECTION));
            retry.run(() -> transaction(statements, batch.end()));
        } catch (OpsException e) {
            if (WarehouseErrors.mayBeOfRow(e)) {
                throw refused(set, e);
            }
            throw e;
        } finally {
            copy.ifPresent(CopyLoad::release);
        }
    }

    /** TRUNCATE would commit the transaction ("TRUNCATE", Amazon Redshift database developer guide). */
    private List<WarehouseStatement> deletions(List<Event> events) {
        Map<String, WarehouseStatement> statements = new LinkedHashMap<>();
        for (var i = 0; i < events.size(); i++) {
            try {
                var table = tables.table(events.get(i)).quoted();
                statements.put(table, WarehouseStatement.of("DELETE FROM " + table));
            } catch (OpsException e) {
                throw DeliveryFailure.of(i, e);
            }
        }
        return new ArrayList<>(statements.values());
    }

    private void transaction(List<WarehouseStatement> statements, Position end) {
        warehouse.begin();
        try {
            warehouse.execute(checkpoint.lock());
            statements.forEach(warehouse::execute);
            checkpoint.advance(warehouse, reached.orElseThrow(), end);
            warehouse.commit();
        } catch (RuntimeException e) {
            warehouse.rollback();
            throw e;
        }
    }

    /** Finds the event that the warehouse refuses by halving the set, in transactions that are rolled back. */
    private RuntimeException refused(RowChanges set, OpsException failure) throws InterruptedException {
        var suspects = set.indices();
        while (suspects.size() > 1) {
            var middle = suspects.size() / 2;
            var half = suspects.subList(0, middle);
            suspects = trial(set, half).isPresent() ? half : suspects.subList(middle, suspects.size());
        }
        var last = suspects;
        return last.isEmpty()
                ? failure
                : trial(set, last)
                        .<RuntimeException>map(reason -> new DeliveryFailure(last.getFirst(), reason))
                        .orElse(failure);
    }

    private Optional<OpsException> trial(RowChanges set, List<Integer> indices) throws InterruptedException {
        var statements = set.statements(InsertLoad.BY_CONNECTION, indices);
        try {
            retry.run(() -> {
                warehouse.begin();
                try {
                    statements.forEach(warehouse::execute);
                } finally {
                    warehouse.rollback();
                }
            });
            return Optional.empty();
        } catch (OpsException e) {
            if (WarehouseErrors.mayBeOfRow(e)) {
                return Optional.of(e);
            }
            throw e;
        }
    }

    @Override
    public void close() {
        warehouse.close();
        clients.ifPresent(AwsClients::close);
    }
}
