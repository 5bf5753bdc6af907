package dev.dbops.query;

/**
 * A column of a result.
 *
 * @param name as the server calls it
 * @param number whether its values are numbers
 */
public record Column(String name, boolean number) {}
