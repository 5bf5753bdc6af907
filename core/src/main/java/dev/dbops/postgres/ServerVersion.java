package dev.dbops.postgres;

/**
 * A server's version.
 *
 * @param name such as 17.2
 * @param number such as 170002
 */
public record ServerVersion(String name, int number) {}
