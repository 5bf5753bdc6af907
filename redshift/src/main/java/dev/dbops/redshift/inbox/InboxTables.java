package dev.dbops.redshift.inbox;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.events.Event;
import dev.dbops.events.connect.ColumnType;
import dev.dbops.redshift.WarehouseReader;
import dev.dbops.redshift.table.WarehouseTable;
import dev.dbops.redshift.table.WarehouseTables;
import dev.dbops.redshift.value.UnknownColumn;
import dev.dbops.redshift.write.EventChanges;
import java.util.Map;

/** The tables that received events are for. They exist, and are not altered: the types of the source are not known. */
final class InboxTables implements EventChanges.TableSource {
    private final WarehouseTables tables;

    InboxTables(WarehouseReader warehouse) {
        this.tables = new WarehouseTables(warehouse);
    }

    @Override
    public WarehouseTable table(Event event) {
        return tables.find(event.schema(), event.table())
                .orElseThrow(() -> new OpsException(
                        Kind.FAILED,
                        "the warehouse has no table %s.%s".formatted(event.schema(), event.table()),
                        "create it: db-ops events-replay --to redshift://HOST/NAME --create-tables --dry-run"
                                + " shows how"));
    }

    @Override
    public Map<String, ColumnType> types(Event event) {
        return Map.of();
    }

    @Override
    public void add(UnknownColumn missing, Event event) {
        throw new OpsException(
                Kind.FAILED,
                missing.getMessage(),
                "add it there: ALTER TABLE " + missing.table().quoted() + " ADD COLUMN");
    }

    /** The definitions may have changed. */
    void forget() {
        tables.forget();
    }
}
