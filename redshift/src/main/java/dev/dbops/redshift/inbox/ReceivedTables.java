package dev.dbops.redshift.inbox;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.redshift.WarehouseWriter;
import dev.dbops.redshift.sql.WarehouseStatement;
import dev.dbops.redshift.table.WarehouseTable;
import dev.dbops.redshift.table.WarehouseTables;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The tables of the inbox in the warehouse: found, or created. */
final class ReceivedTables {
    private static final String SCHEMAS = "SELECT n.nspname FROM pg_catalog.pg_namespace AS n WHERE n.nspname = ?";

    private final WarehouseWriter warehouse;
    private final WarehouseTables tables;
    private final Set<String> marked = new HashSet<>();

    ReceivedTables(WarehouseWriter warehouse) {
        this.warehouse = warehouse;
        this.tables = new WarehouseTables(warehouse);
    }

    /** They may have been altered or dropped. */
    void forget() {
        tables.forget();
        marked.clear();
    }

    /** Finds what was received for a table; empty when that is nothing. The table for marks is created. */
    Optional<ReceivedTable> find(WarehouseTable table, InboxDeadline deadline) throws InterruptedException {
        if (!marked.contains(table.quoted())) {
            createMarks(table, deadline);
            marked.add(table.quoted());
        }
        return tables.find(ReceivedTable.SCHEMA, ReceivedTable.name(table))
                .map(columns -> ReceivedTable.of(table, columns));
    }

    /**
     * The same, which is created for this key.
     *
     * @throws OpsException of kind FAILED when earlier events had another key
     */
    ReceivedTable of(WarehouseTable table, List<String> key, InboxDeadline deadline) throws InterruptedException {
        var found = find(table, deadline);
        if (found.isPresent() && !isSame(found.get(), key)) {
            // the table may have been dropped for this
            tables.forget();
            found = find(table, deadline);
        }
        if (found.isEmpty()) {
            create(new ReceivedTable(table, key).createKeys(), ReceivedTable.name(table), deadline);
            found = find(table, deadline);
        }
        // a process with another key may have been faster
        return found.filter(received -> isSame(received, key)).orElseThrow(() -> otherKey(table, key));
    }

    private static boolean isSame(ReceivedTable received, List<String> key) {
        return Set.copyOf(received.key()).equals(Set.copyOf(key));
    }

    private OpsException otherKey(WarehouseTable table, List<String> key) {
        return new OpsException(
                Kind.FAILED,
                "the key of table %s is %s in the event, and was %s in earlier ones"
                        .formatted(table, text(key), text(known(table).key())),
                "when no earlier event is on its way any more, drop the table %s.%s of the warehouse"
                        .formatted(ReceivedTable.SCHEMA, ReceivedTable.name(table)));
    }

    private ReceivedTable known(WarehouseTable table) {
        return ReceivedTable.of(
                table,
                tables.find(ReceivedTable.SCHEMA, ReceivedTable.name(table)).orElseThrow());
    }

    private static String text(List<String> key) {
        return key.isEmpty() ? "empty" : "(" + String.join(", ", key) + ")";
    }

    private void createMarks(WarehouseTable table, InboxDeadline deadline) throws InterruptedException {
        var name = ReceivedTable.nameOfMarks(table);
        if (tables.find(ReceivedTable.SCHEMA, name).isPresent()) {
            return;
        }
        // a role that may not create schemas needs none if it is there
        if (warehouse.query(SCHEMAS, List.of(ReceivedTable.SCHEMA)).isEmpty()) {
            create(List.of(ReceivedTable.createSchema()), "", deadline);
        }
        create(List.of(new ReceivedTable(table, List.of()).createMarks()), name, deadline);
    }

    /** Another process may create the same at the same time: one of them fails then. */
    private void create(List<WarehouseStatement> statements, String name, InboxDeadline deadline)
            throws InterruptedException {
        try {
            warehouse.run(statements, deadline.left());
        } catch (OpsException e) {
            if (e.kind() != Kind.SQL || !exists(name)) {
                throw e;
            }
        }
    }

    private boolean exists(String name) {
        return name.isEmpty()
                ? !warehouse.query(SCHEMAS, List.of(ReceivedTable.SCHEMA)).isEmpty()
                : tables.find(ReceivedTable.SCHEMA, name).isPresent();
    }
}
