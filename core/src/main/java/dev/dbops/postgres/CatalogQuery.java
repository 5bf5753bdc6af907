package dev.dbops.postgres;

/**
 * A query of the catalogs.
 *
 * @param sql one SELECT without parameters and without a semicolon
 * @param reader converts each row to a value
 */
public record CatalogQuery<T>(String sql, RowReader<T> reader) {}
