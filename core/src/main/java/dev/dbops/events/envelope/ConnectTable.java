package dev.dbops.events.envelope;

import java.util.Map;

/**
 * A table of the source as it is when it is looked up, with types of Kafka Connect.
 *
 * @param columns all its columns; none when there is no such table
 * @param captured those that are captured: what its rows have in events
 * @param schema the schema of an event with just these, as JSON
 * @param micros when it was looked up, by the server's clock, in microseconds since 1970-01-01 UTC
 */
record ConnectTable(Map<String, ConnectType> columns, Map<String, ConnectType> captured, String schema, long micros) {}
