package dev.dbops.events.capture;

import java.util.Map;

/** The SQL that encodes columns which are added to a table after its functions were written. */
final class AddedColumns {
    private final CapturedTable table;

    AddedColumns(CapturedTable table) {
        this.table = table;
    }

    /** Returns the values of the fragment {@code find_added_columns}. */
    Map<String, String> values() {
        return Map.of(
                "table", oid(),
                "next_column", Integer.toString(table.nextColumn()),
                "jsonb_format", format("jsonb"),
                "array_format", format("array"),
                "text_format", format("text"),
                "added_columns",
                        CaptureCatalog.encodedFrom(table.nextColumn(), oid()).strip());
    }

    private static String format(String encoding) {
        return CapturedValues.literal(CapturedValues.addedFormat(encoding));
    }

    /** Triggers of a partitioned table fire on its partitions, whose columns have other numbers. */
    private String oid() {
        var name = CapturedValues.identifier(table.schema()) + "." + CapturedValues.identifier(table.name());
        return table.partitioned() ? "to_regclass(" + CapturedValues.literal(name) + ")::oid" : "TG_RELID";
    }
}
