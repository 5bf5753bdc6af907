package dev.dbops.postgres;

/**
 * How many rows a table holds.
 *
 * @param schema the schema's name
 * @param table the table's name
 * @param rows the exact number
 */
public record TableRows(String schema, String table, long rows) {}
