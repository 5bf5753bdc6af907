package dev.dbops.events.capture;

/**
 * What has become of a table's triggers of one kind.
 *
 * @param table the table, as SQL names it
 * @param kind events or updated_at
 * @param state installed, replaced, unchanged or removed
 */
public record TriggerChange(String table, String kind, String state) {}
