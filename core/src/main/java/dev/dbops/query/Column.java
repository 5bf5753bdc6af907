package dev.dbops.query;

/**
 * A column of a result.
 *
 * @param name the server's name for it
 * @param number whether its values are numbers
 */
public record Column(String name, boolean number) {}
