package dev.dbops.events.envelope;

import dev.dbops.events.connect.ConnectType;
import java.util.List;
import java.util.Map;

/**
 * A table of the source at the time of the lookup, with Kafka Connect types.
 *
 * @param columns all its columns; empty when the table does not exist
 * @param captured the captured columns, which its rows have in events
 * @param keys the columns of its unique indexes, in their order
 * @param schema the schema of an event with exactly the captured columns, as JSON
 * @param micros the time of the lookup, by the server's clock, in microseconds since 1970-01-01 UTC
 */
record ConnectTable(
        Map<String, ConnectType> columns,
        Map<String, ConnectType> captured,
        List<List<String>> keys,
        String schema,
        long micros) {}
