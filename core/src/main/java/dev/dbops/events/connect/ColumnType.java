package dev.dbops.events.connect;

/**
 * The type of a column in PostgreSQL.
 *
 * @param name the name of the base type of a domain, or of an array's elements; {@code record} for composite types; empty
 *     for other types that are neither built in nor known
 * @param isArray whether it is an array of that type
 * @param modifier its atttypmod, or that of the domain; -1 for none
 * @param labels for an enum, its labels in their order, separated by commas
 */
public record ColumnType(String name, boolean isArray, int modifier, String labels) {
    /** Nothing is known of the column. */
    public static final ColumnType UNKNOWN = new ColumnType("", false, -1, "");

    /** The type of an array's elements; {@link #UNKNOWN} if it is not an array. */
    ColumnType element() {
        return isArray ? new ColumnType(name, false, modifier, labels) : UNKNOWN;
    }

    /** Returns whether it is json, jsonb or hstore, or an array of one of them. */
    boolean isJson() {
        return name.equals("json") || name.equals("jsonb") || name.equals("hstore");
    }
}
