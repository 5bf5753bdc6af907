package dev.dbops.events.connect;

/**
 * The type of a column in PostgreSQL.
 *
 * @param name the name of the base type of a domain, or of an array's elements; empty for types that are neither built
 *     in nor known
 * @param isArray whether it is an array of that type
 * @param modifier its atttypmod, or that of the domain; -1 for none
 * @param labels for an enum, its labels in their order, separated by commas
 */
public record ColumnType(String name, boolean isArray, int modifier, String labels) {}
