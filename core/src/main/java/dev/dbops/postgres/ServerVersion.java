package dev.dbops.postgres;

/**
 * A server's version.
 *
 * @param name the name, such as 17.2
 * @param number the number, such as 170002
 */
public record ServerVersion(String name, int number) {}
