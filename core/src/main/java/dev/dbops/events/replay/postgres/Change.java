package dev.dbops.events.replay.postgres;

/**
 * A statement that applies changes.
 *
 * @param sql the statement
 * @param json its parameter, a JSON array; empty for none
 */
record Change(String sql, String json) {}
