package dev.dbops.events.capture;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.postgres.Database;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Selects the tables that can have the triggers. */
final class EligibleTables {
    private final Set<TriggerKind> kinds;
    private final CaptureOptions options;
    private final CaptureCatalog catalog;

    EligibleTables(Database database, Set<TriggerKind> kinds, CaptureOptions options) {
        this.kinds = kinds;
        this.options = options;
        this.catalog = new CaptureCatalog(database);
    }

    /**
     * The selected tables.
     *
     * @param tables the tables that get triggers
     * @param skipped why other tables get none, if all were selected
     */
    record Selection(List<CapturedTable> tables, List<String> skipped) {}

    /**
     * Reads the tables.
     *
     * @throws OpsException of kind USAGE that names a table and the reason why it cannot have these triggers
     */
    Selection select(TableChoice choice) {
        return choice.all() ? selectAll(choice.schema()) : new Selection(selectNamed(choice), List.of());
    }

    private Selection selectAll(String schema) {
        var tables = new ArrayList<CapturedTable>();
        var skipped = new ArrayList<String>();
        var oids = catalog.all(schema);
        var typesOfUpdatedAt = typesOfUpdatedAt(oids);
        for (var table : catalog.tables(oids).values()) {
            var reason = unfit(table, typesOfUpdatedAt);
            if (reason.isPresent()) {
                skipped.add("table %s is left out: %s".formatted(table.title(), reason.get()));
            } else {
                tables.add(table);
            }
        }
        return new Selection(tables, skipped);
    }

    private List<CapturedTable> selectNamed(TableChoice choice) {
        var names = choice.named();
        var oids = catalog.lookUp(names);
        var found = catalog.tables(oids);
        var typesOfUpdatedAt = typesOfUpdatedAt(oids);
        var tables = new ArrayList<CapturedTable>();
        for (var i = 0; i < names.size(); i++) {
            var table = found.get(oids.get(i));
            if (table == null) {
                throw catalog.absent(names.get(i));
            }
            unfit(table, typesOfUpdatedAt).ifPresent(reason -> {
                throw new OpsException(
                        Kind.USAGE,
                        "table %s cannot have these triggers: %s".formatted(table.title(), reason),
                        hint(table));
            });
            tables.add(table);
        }
        return tables.stream().distinct().toList();
    }

    private Map<Long, String> typesOfUpdatedAt(List<Long> oids) {
        return kinds.contains(TriggerKind.UPDATED_AT) ? catalog.typesOfUpdatedAt(oids) : Map.of();
    }

    private String hint(CapturedTable table) {
        return table.unfit().isEmpty() && lacksKey(table)
                ? "add a primary key, or a unique index over columns that are NOT NULL; or pass --ops"
                        + " insert,truncate"
                : "list the tables with triggers: db-ops triggers-list";
    }

    private Optional<String> unfit(CapturedTable table, Map<Long, String> typesOfUpdatedAt) {
        if (table.unfit().isPresent()) {
            return table.unfit();
        }
        if (!table.mayTrigger()) {
            return Optional.of("the role may not create triggers on it (GRANT TRIGGER)");
        }
        if (kinds.contains(TriggerKind.UPDATED_AT)) {
            var type = typesOfUpdatedAt.getOrDefault(table.oid(), "");
            if (!type.startsWith("timestamp")) {
                return Optional.of(
                        type.isEmpty()
                                ? "it has no column updated_at"
                                : "its column updated_at is of type %s, not a timestamp".formatted(type));
            }
        }
        return kinds.contains(TriggerKind.EVENTS) ? unfitForEvents(table) : Optional.empty();
    }

    private Optional<String> unfitForEvents(CapturedTable table) {
        if (lacksKey(table)) {
            return Optional.of("it has no primary key or other key that identifies a row to update or delete");
        }
        for (var columns : List.of(options.columns(), options.excluded())) {
            for (var column : columns) {
                if (!table.columns().contains(column)) {
                    return Optional.of("it has no column \"%s\"".formatted(column));
                }
            }
        }
        return Optional.empty();
    }

    private boolean lacksKey(CapturedTable table) {
        return kinds.contains(TriggerKind.EVENTS)
                && options.needKey()
                && table.key().isEmpty();
    }
}
