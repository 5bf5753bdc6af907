package dev.dbops.postgres;

/**
 * A question to the catalogs.
 *
 * @param sql one SELECT without parameters and without a semicolon
 * @param reader makes a value of each row
 */
public record CatalogQuery<T>(String sql, RowReader<T> reader) {}
