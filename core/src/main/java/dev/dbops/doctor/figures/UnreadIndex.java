package dev.dbops.doctor.figures;

/**
 * An index that no query has read since the statistics begin, and that no constraint needs.
 *
 * @param schema its schema
 * @param table the table that it is of
 * @param name its name
 * @param bytes its size
 */
public record UnreadIndex(String schema, String table, String name, long bytes) {}
