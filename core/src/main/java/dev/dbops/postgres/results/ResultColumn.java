package dev.dbops.postgres.results;

/**
 * A column of a result.
 *
 * @param name its heading
 * @param numeric whether its values are numbers, which are aligned to the right
 */
public record ResultColumn(String name, boolean numeric) {}
