package dev.dbops.redshift.write;

import java.util.List;

/**
 * A column of a temporary table besides those of the target.
 *
 * @param name its name, letters and digits
 * @param values its text for each row
 */
public record StageColumn(String name, List<String> values) {}
