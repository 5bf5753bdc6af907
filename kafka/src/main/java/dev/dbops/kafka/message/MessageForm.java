package dev.dbops.kafka.message;

import dev.dbops.events.Batch;
import dev.dbops.events.Event;
import dev.dbops.events.Position;
import java.util.List;

/** Writes events as messages: {@link EnvelopeForm}, {@link CloudEventsForm}, {@link DebeziumForm}. Used by one thread. */
public interface MessageForm {
    /** The header with the ID of the event, in the one message that has the event itself. */
    String ID_HEADER = "dbops_id";

    /** Looks up what the events of a batch need. A batch may come again in parts. */
    void prepare(Batch batch);

    /**
     * Returns the messages of an event, in their order.
     *
     * @param window the window of the event, for its position
     */
    List<KafkaMessage> of(Event event, Position window);

    /**
     * The text that chooses the partition. It is the key as the log has it, so that a schema in the key, which changes
     * with the table, does not move the row. Events without a key have one partition for each table, in which they keep
     * their order.
     */
    static String place(Event event, String topic) {
        return event.key().isEmpty() ? topic : event.key();
    }
}
