package dev.dbops.redshift.write;

import dev.dbops.redshift.sql.RowLoad;
import dev.dbops.redshift.sql.WarehouseStatement;
import dev.dbops.redshift.table.WarehouseTable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Changes of several tables that are applied in one transaction. */
public final class RowChanges {
    private final Map<List<Object>, TableChanges> tables = new LinkedHashMap<>();

    /** The changes of a table whose rows have this key; empty for none. Rows of one table may have had several keys. */
    public TableChanges of(WarehouseTable table, List<String> key) {
        return tables.computeIfAbsent(List.of(table.quoted(), key), _ -> new TableChanges(table, key));
    }

    /** The changes of each table. */
    public List<TableChanges> tables() {
        return List.copyOf(tables.values());
    }

    /** The indices of the events whose changes are applied, in ascending order. */
    public List<Integer> indices() {
        return tables.values().stream()
                .flatMap(table -> table.rows().stream())
                .map(StagedRow::index)
                .sorted()
                .toList();
    }

    /** The statements that apply all changes. */
    public List<WarehouseStatement> statements(RowLoad load) {
        return statements(load, indices());
    }

    /** The statements that apply the changes of these events. */
    public List<WarehouseStatement> statements(RowLoad load, Collection<Integer> indices) {
        Set<Integer> chosen = new HashSet<>(indices);
        var statements = new ArrayList<WarehouseStatement>();
        for (var changes : tables.values()) {
            var rows = changes.rows().stream()
                    .filter(row -> chosen.contains(row.index()))
                    .toList();
            if (!rows.isEmpty()) {
                statements.addAll(new Stage(changes, "dbops_stage", rows).statements(load));
            }
        }
        return statements;
    }
}
