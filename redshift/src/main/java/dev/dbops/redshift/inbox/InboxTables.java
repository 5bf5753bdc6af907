package dev.dbops.redshift.inbox;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.events.Event;
import dev.dbops.events.Operation;
import dev.dbops.events.connect.ColumnType;
import dev.dbops.events.received.ReceivedEvent;
import dev.dbops.events.received.ReceivedEvent.Content;
import dev.dbops.redshift.table.WarehouseReader;
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

    /**
     * Returns whether the warehouse has the table of an event.
     *
     * @throws OpsException of kind FAILED when the name cannot be one of the warehouse
     */
    boolean exists(Event event) {
        return tables.find(event.schema(), event.table()).isPresent();
    }

    @Override
    public WarehouseTable table(Event event) {
        return tables.find(event.schema(), event.table()).orElseThrow(() -> missing(event));
    }

    /** The reason why an event without a table is refused. */
    OpsException missing(Event event) {
        return new OpsException(
                Kind.FAILED,
                "the warehouse has no table %s.%s".formatted(event.schema(), event.table()),
                "create it: db-ops events-replay --to redshift://HOST/NAME --create-tables creates tables like those"
                        + " of the source");
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
                "add it there: ALTER TABLE " + missing.table().quoted() + " ADD COLUMN ...");
    }

    /**
     * Checks that an event has all that its table gets.
     *
     * @throws OpsException of kind FAILED when it lacks its rows, or a key that it has in the source
     */
    static void requireWhole(ReceivedEvent event) {
        if (event.content() == Content.REFERENCE) {
            throw new OpsException(
                    Kind.FAILED,
                    "event %s is a reference: it is too large for its message".formatted(event.id()),
                    "read it from the log of its database");
        }
        if (event.content() == Content.WITHOUT_KEY && event.event().operation() != Operation.TRUNCATE) {
            throw new OpsException(
                    Kind.FAILED,
                    "event %s has no key: in Debezium's form it is in the key of the message, which is missing"
                            .formatted(event.id()),
                    "let the sender write the JSON of db-ops, or keep the key with the message");
        }
    }

    /** The definitions may have changed. */
    void forget() {
        tables.forget();
    }
}
