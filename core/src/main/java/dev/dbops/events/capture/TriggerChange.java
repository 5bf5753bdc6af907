package dev.dbops.events.capture;

/**
 * The change of a table's triggers of one kind.
 *
 * @param table the quoted name of the table; {@code *} for the event triggers, which are for all captured tables
 * @param kind events or updated_at; ddl for the event triggers
 * @param state installed, replaced, unchanged or removed
 */
public record TriggerChange(String table, String kind, String state) {}
