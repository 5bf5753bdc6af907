package dev.dbops.events.snapshot;

import dev.dbops.events.capture.CapturedRows;
import java.util.List;

/**
 * A table whose rows a consumer gets before their events.
 *
 * @param place its place in the order in which the tables are read, from 1 on
 * @param oid its OID
 * @param schema the schema that its events have
 * @param name the name that its events have
 * @param key the columns in whose order its rows are read; empty if they are not read in an order
 * @param estimatedRows the number of its rows when the plan was made, by the server's statistics
 */
public record SnapshotTable(int place, long oid, String schema, String name, List<String> key, long estimatedRows) {
    public SnapshotTable {
        key = List.copyOf(key);
    }

    static SnapshotTable of(int place, CapturedRows rows) {
        return new SnapshotTable(place, rows.oid(), rows.schema(), rows.name(), columns(rows), rows.estimatedRows());
    }

    /** Returns the columns in whose order the rows are read. */
    static List<String> columns(CapturedRows rows) {
        return rows.keyColumns().stream().map(CapturedRows.KeyColumn::name).toList();
    }

    boolean isOf(String itsSchema, String itsName) {
        return name.equals(itsName) && schema.equals(itsSchema);
    }

    /** The name for users. */
    public String title() {
        return schema + "." + name;
    }
}
