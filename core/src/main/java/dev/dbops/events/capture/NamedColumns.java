package dev.dbops.events.capture;

import java.util.Map;

/** The SQL that reads the columns of a table from the catalog, also those added after its functions were written. */
final class NamedColumns {
    private final CapturedTable table;
    private final CapturedValues values;
    private final boolean areRisky;

    /**
     * @param values the SQL for statements
     */
    NamedColumns(CapturedTable table, CapturedValues values) {
        this.table = table;
        this.values = values;
        this.areRisky = new RiskyColumns(table).areAny();
    }

    /** Returns the values of the fragments {@code read_columns} and {@code has_newer_column}. */
    Map<String, String> values() {
        return Map.of(
                "table", oid(),
                "table_now", oidNow(),
                "needs_names_of_columns", isNeeded(),
                "next_column", Integer.toString(table.nextColumn()),
                "named_plain_format", format(""),
                "named_jsonb_format", format("jsonb"),
                "named_array_format", format("array"),
                "named_text_format", format("text"),
                "current_key", TableReader.keyOf(oidNow()).strip(),
                "encoded_columns", ColumnTypes.encodedFrom(1, oidNow()).strip());
    }

    /**
     * Returns a condition for reading the columns before the images of these sources are made; empty for none. Without
     * risky columns, it is one that the server evaluates without a query.
     */
    String beforehand(SqlTemplate sql, String... sources) {
        var newer = findsAdded() ? sql.fill("has_newer_column") : "";
        if (!areRisky || sources.length == 0) {
            return sources.length == 0 ? "" : newer;
        }
        return (newer.isEmpty() ? "" : newer + " OR ") + values.areUnsafe(sources);
    }

    /** Images by names are needed if the key has changed, for encoded columns that were added, and for risky rows. */
    private String isNeeded() {
        if (areRisky) {
            return "true";
        }
        return "NOT c.is_whole"
                + (findsAdded() ? " OR c.encoding IS NOT NULL AND c.place >= " + table.nextColumn() : "");
    }

    private boolean findsAdded() {
        return table.nextColumn() > 0 && values.hasAdded();
    }

    private static String format(String encoding) {
        return CapturedValues.literal(ValueEncoding.format(encoding));
    }

    /** Triggers of a partitioned table fire on its partitions, whose columns have other numbers. */
    private String oid() {
        var name = CapturedValues.identifier(table.schema()) + "." + CapturedValues.identifier(table.name());
        return table.partitioned() ? "to_regclass(" + CapturedValues.literal(name) + ")::oid" : "TG_RELID";
    }

    /** The partitioned table may have been renamed, too. */
    private String oidNow() {
        return table.partitioned() ? "coalesce(" + oid() + ", pg_partition_root(TG_RELID)::oid)" : "TG_RELID";
    }
}
