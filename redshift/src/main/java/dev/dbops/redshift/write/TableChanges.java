package dev.dbops.redshift.write;

import dev.dbops.redshift.table.WarehouseTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Changes of one table: of each key, the last one counts. */
public final class TableChanges {
    private final WarehouseTable table;
    private final List<String> key;
    private final Map<List<String>, StagedRow> rows = new LinkedHashMap<>();
    private int keyless;

    /**
     * @param key the names of its key's columns in the warehouse; empty if its rows have none
     */
    public TableChanges(WarehouseTable table, List<String> key) {
        this.table = table;
        this.key = List.copyOf(key);
    }

    /** The table. */
    public WarehouseTable table() {
        return table;
    }

    /** The names of its key's columns in the warehouse. */
    public List<String> key() {
        return key;
    }

    /**
     * Adds a change, which replaces an earlier one of the same key.
     *
     * @param row the change; with the values of the key
     */
    public void add(StagedRow row) {
        List<String> id = new ArrayList<>();
        for (var column : key) {
            id.add(row.values().get(column));
        }
        if (key.isEmpty()) {
            // a row without a key is like no other
            id.add(Integer.toString(keyless++));
        }
        rows.put(id, row);
    }

    /** The changes to apply. */
    public List<StagedRow> rows() {
        return new ArrayList<>(rows.values());
    }
}
