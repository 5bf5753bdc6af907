package dev.dbops.redshift.replay;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.events.Consumers;
import dev.dbops.events.Position;
import dev.dbops.redshift.Warehouse;
import dev.dbops.redshift.sql.Digest;
import dev.dbops.redshift.sql.Identifier;
import dev.dbops.redshift.sql.WarehouseStatement;
import dev.dbops.redshift.table.WarehouseTables;
import java.util.List;
import java.util.Optional;

/**
 * The position of a replay in the warehouse, in a table of its own: transactions that change one table conflict with each
 * other ("Concurrent write operations"), so two consumers share none.
 */
final class WarehouseCheckpoint {
    private static final String SCHEMA = "dbops";

    private final String log;
    private final String consumer;
    private final String name;
    private final String table;

    WarehouseCheckpoint(String log, String consumer) {
        this.log = log;
        this.consumer = consumer;
        this.name = "checkpoint_" + Digest.of(log + "\n" + consumer);
        this.table = Identifier.quoted(SCHEMA) + "." + Identifier.quoted(name);
    }

    /**
     * Returns the position, after a running commit of it has ended; empty when there is none. After a lost connection the
     * warehouse may still commit.
     */
    Optional<Position> read(Warehouse warehouse) {
        if (new WarehouseTables(warehouse).find(SCHEMA, name).isEmpty()) {
            return Optional.empty();
        }
        warehouse.begin();
        try {
            warehouse.execute(lock());
            return find(warehouse);
        } finally {
            warehouse.rollback();
        }
    }

    private Optional<Position> find(Warehouse warehouse) {
        var rows = warehouse.query("SELECT \"position\" FROM " + table, List.of());
        if (rows.size() > 1) {
            throw new OpsException(
                    Kind.REFUSED,
                    "table %s of the warehouse has %d positions of consumer \"%s\""
                            .formatted(table, rows.size(), consumer),
                    "delete all rows but that of the position that is right, or begin another consumer with --name");
        }
        return rows.stream().findFirst().map(row -> Position.parse(row.getFirst()));
    }

    /** Creates the table, and stores the first position. */
    void begin(Warehouse warehouse, Position start) {
        warehouse.execute(WarehouseStatement.of("CREATE SCHEMA IF NOT EXISTS " + Identifier.quoted(SCHEMA)));
        warehouse.execute(WarehouseStatement.of("CREATE TABLE IF NOT EXISTS " + table
                + " (\"log_id\" VARCHAR(36) NOT NULL, \"consumer\" VARCHAR(65535) NOT NULL,"
                + " \"position\" VARCHAR(65535) NOT NULL, \"updated_at\" TIMESTAMP)"));
        warehouse.begin();
        try {
            warehouse.execute(lock());
            if (find(warehouse).isPresent()) {
                throw Consumers.moved(consumer);
            }
            warehouse.execute(new WarehouseStatement(
                    "INSERT INTO %s (\"log_id\", \"consumer\", \"position\") VALUES (?, ?, ?)".formatted(table),
                    List.of(log, consumer, start.toString())));
            warehouse.commit();
        } catch (RuntimeException e) {
            warehouse.rollback();
            throw e;
        }
    }

    /** The statement that a transaction begins with: what follows sees all that was committed before. */
    WarehouseStatement lock() {
        return WarehouseStatement.of("LOCK TABLE " + table);
    }

    /**
     * Moves the position, in the open transaction.
     *
     * @throws OpsException of kind REFUSED when it is not where it should be
     */
    void advance(Warehouse warehouse, Position from, Position to) {
        var moved = warehouse.execute(new WarehouseStatement(
                "UPDATE %s SET \"position\" = ?, \"updated_at\" = GETDATE() WHERE \"position\" = ?".formatted(table),
                List.of(to.toString(), from.toString())));
        if (moved != 1) {
            throw Consumers.moved(consumer);
        }
    }
}
