package dev.dbops.events.capture;

import java.util.Map;

/** The SQL that reads the columns of a table from the catalog, also those added after its functions were written. */
final class NamedColumns {
    private final CapturedTable table;

    NamedColumns(CapturedTable table) {
        this.table = table;
    }

    /** Returns the values of the fragments {@code find_named_image} and {@code is_added}. */
    Map<String, String> values() {
        return Map.of(
                "table", oid(),
                "next_column", Integer.toString(table.nextColumn()),
                "named_plain_format", format(""),
                "named_jsonb_format", format("jsonb"),
                "named_array_format", format("array"),
                "named_text_format", format("text"),
                "encoded_columns", ColumnTypes.encodedFrom(1, oid()).strip(),
                "added_columns",
                        ColumnTypes.encodedFrom(table.nextColumn(), oid()).strip());
    }

    private static String format(String encoding) {
        return CapturedValues.literal(CapturedValues.namedFormat(encoding));
    }

    /** Triggers of a partitioned table fire on its partitions, whose columns have other numbers. */
    private String oid() {
        var name = CapturedValues.identifier(table.schema()) + "." + CapturedValues.identifier(table.name());
        return table.partitioned() ? "to_regclass(" + CapturedValues.literal(name) + ")::oid" : "TG_RELID";
    }
}
