package dev.dbops.postgres.catalog;

import java.util.List;

/**
 * The result of a catalog query, as psql shows it.
 *
 * @param title the line above the rows
 * @param columns their headings
 * @param rows their values; null means NULL
 * @param footers lines below the rows
 */
public record Listing(String title, List<String> columns, List<List<String>> rows, List<String> footers) {}
