package dev.dbops.events.envelope;

import dev.dbops.events.Event;
import dev.dbops.events.Position;
import dev.dbops.text.Utf8Buffer;

/** Writes the key and the value of an event in Debezium's form. */
interface DebeziumBody {
    /** Appends the key of the row, or nothing for an event without a key. */
    void appendKey(Event event, Utf8Buffer out);

    /**
     * Appends the event.
     *
     * @param place its place in its transaction
     */
    void append(Event event, Position window, TransactionPlace place, Utf8Buffer out);
}
