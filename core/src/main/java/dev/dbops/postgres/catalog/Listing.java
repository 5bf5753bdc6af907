package dev.dbops.postgres.catalog;

import java.util.List;

/**
 * What is found in the catalog, as psql shows it.
 *
 * @param title stands above the rows
 * @param columns their headings
 * @param rows their values; null stands for NULL
 * @param footers lines below the rows
 */
public record Listing(String title, List<String> columns, List<List<String>> rows, List<String> footers) {}
