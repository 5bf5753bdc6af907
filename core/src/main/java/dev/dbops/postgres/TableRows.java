package dev.dbops.postgres;

/**
 * The number of rows in a table.
 *
 * @param schema the schema's name
 * @param table the table's name
 * @param rows the exact number
 */
public record TableRows(String schema, String table, long rows) {}
