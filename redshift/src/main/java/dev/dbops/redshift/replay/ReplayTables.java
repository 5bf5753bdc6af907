package dev.dbops.redshift.replay;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.events.Event;
import dev.dbops.events.connect.ColumnType;
import dev.dbops.events.ddl.TargetDefinitions;
import dev.dbops.events.replay.postgres.JsonNames;
import dev.dbops.redshift.ConflictRetry;
import dev.dbops.redshift.Warehouse;
import dev.dbops.redshift.sql.WarehouseStatement;
import dev.dbops.redshift.table.SourceTables;
import dev.dbops.redshift.table.WarehouseDefinition;
import dev.dbops.redshift.table.WarehouseTable;
import dev.dbops.redshift.table.WarehouseTables;
import dev.dbops.redshift.value.UnknownColumn;
import dev.dbops.redshift.write.EventChanges;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The tables that a replay writes: created and extended like those of the source, if that is wanted. */
final class ReplayTables implements EventChanges.TableSource, TargetDefinitions {
    private final Warehouse warehouse;
    private final WarehouseTables tables;
    private final SourceTables source;
    private final boolean createsTables;
    private final ConflictRetry retry = new ConflictRetry();
    private final JsonNames names = new JsonNames();

    /**
     * @param createsTables whether tables and columns that the warehouse lacks are created
     */
    ReplayTables(Warehouse warehouse, SourceTables source, boolean createsTables) {
        this.warehouse = warehouse;
        this.tables = new WarehouseTables(warehouse);
        this.source = source;
        this.createsTables = createsTables;
    }

    @Override
    public WarehouseTable table(Event event) {
        return tables.find(event.schema(), event.table()).orElseGet(() -> create(event));
    }

    private WarehouseTable create(Event event) {
        var columns = types(event);
        if (!createsTables || columns.isEmpty()) {
            throw new OpsException(
                    Kind.FAILED,
                    "the warehouse has no table %s.%s".formatted(event.schema(), event.table()),
                    createsTables
                            ? "the source has none either, so its types are not known: create it in the warehouse"
                            : "create it there, let db-ops create it with --create-tables, or put these events aside:"
                                    + " --on-error dead-letter");
        }
        List<String> key = event.key().isEmpty() ? List.of() : names.of(event.key());
        run(WarehouseDefinition.schema(event.schema()));
        run(WarehouseDefinition.create(event.schema(), event.table(), columns, key));
        return tables.find(event.schema(), event.table()).orElseThrow();
    }

    @Override
    public Map<String, ColumnType> types(Event event) {
        return source.columns(event.schema(), event.table());
    }

    @Override
    public void add(UnknownColumn missing, Event event) {
        if (!createsTables) {
            throw new OpsException(
                    Kind.FAILED,
                    missing.getMessage(),
                    "add it there, let db-ops add it with --create-tables, or put these events aside: --on-error"
                            + " dead-letter");
        }
        source.forget();
        run(WarehouseDefinition.add(missing.table(), missing.column(), types(event)));
        tables.forget();
    }

    private void run(String definition) {
        retry.runOrFail(() -> warehouse.execute(WarehouseStatement.of(definition)));
    }

    /** The types are not those of PostgreSQL. Names are compared as the warehouse does, without their case. */
    @Override
    public Optional<Map<String, String>> columns(String schema, String table) {
        forget();
        return tables.find(schema, table).map(found -> {
            var columns = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
            found.columns().forEach(column -> columns.put(column.name(), ""));
            return columns;
        });
    }

    @Override
    public boolean addsColumns() {
        return createsTables;
    }

    /** The definitions may have changed. */
    void forget() {
        tables.forget();
        source.forget();
    }
}
