package dev.dbops.redshift.write;

import java.util.Map;

/**
 * The last change of a row.
 *
 * @param index the index of its event
 * @param isDeleted whether the row is deleted; otherwise it is written
 * @param values the texts of its columns by their names in the warehouse, null for NULL; of a deleted row, of its key
 */
public record StagedRow(int index, boolean isDeleted, Map<String, String> values) {}
