package dev.dbops.doctor.figures;

/**
 * An index that no query has read since the statistics began, and that no constraint needs.
 *
 * @param schema its schema
 * @param table its table
 * @param name its name
 * @param bytes its size
 */
public record UnreadIndex(String schema, String table, String name, long bytes) {}
