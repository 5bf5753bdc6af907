package dev.dbops.events.envelope;

import dev.dbops.events.Batch;
import dev.dbops.events.Event;
import dev.dbops.events.EventFilter;
import dev.dbops.events.EventLog;
import dev.dbops.events.NameMap;
import dev.dbops.events.Operation;
import dev.dbops.events.PerTable;
import dev.dbops.events.Position;
import dev.dbops.text.Utf8Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Events as the messages that Debezium sends to Kafka: the event, after a DELETE a message without a value, and the
 * beginning and the end of its transaction. Used by one thread.
 */
public final class DebeziumMessages {
    private final DebeziumBody body;
    private final DebeziumOptions options;
    private final PerTable<String> topics;
    private final DebeziumTransactions transactions;
    private final Optional<TransactionPlaces> places;
    private final Utf8Buffer text = new Utf8Buffer();

    /**
     * @param names the names of the tables in events
     * @param filter selects the events that are delivered
     */
    public DebeziumMessages(EventLog log, NameMap names, EventFilter filter, DebeziumOptions options) {
        this(log, names, filter, options, DebeziumTopics.of(log.database()));
    }

    /**
     * Same as {@link #DebeziumMessages(EventLog, NameMap, EventFilter, DebeziumOptions)}, with other names of topics and
     * schemas.
     */
    public DebeziumMessages(
            EventLog log, NameMap names, EventFilter filter, DebeziumOptions options, DebeziumTopics topics) {
        this.options = options;
        this.topics = new PerTable<>(topics::of);
        this.transactions = new DebeziumTransactions(topics, options.schema());
        this.places =
                options.transactions() ? Optional.of(new TransactionPlaces(log, names, filter)) : Optional.empty();
        this.body = options.schema() || options.isTyped()
                ? new DebeziumWithTypes(log, names, options, topics)
                : DebeziumEnvelope.of(log);
    }

    /** Looks up what the events of a batch need. A batch may come again in parts. */
    public void prepare(Batch batch) {
        places.ifPresent(found -> found.prepare(batch));
    }

    /** Returns the messages of an event of the batch, in their order. */
    public List<EventMessage> of(Event event, Position window) {
        var place = place(event);
        var messages = new ArrayList<EventMessage>(1);
        if (place.isFirst()) {
            messages.add(transactions.begin(event));
        }
        var topic = topics.of(event);
        text.clear();
        body.appendKey(event, text);
        var key = text.toBytes();
        text.clear();
        body.append(event, window, place, text);
        messages.add(new EventMessage(topic, key, text.toBytes()));
        if (options.tombstones() && event.operation() == Operation.DELETE && key.length > 0) {
            messages.add(new EventMessage(topic, key, new byte[0]));
        }
        if (place.isLast()) {
            messages.add(transactions.end(event, place));
        }
        return messages;
    }

    /** Appends the value of the event's own message, for readers that need nothing else. */
    void appendValue(Event event, Position window, Utf8Buffer out) {
        body.append(event, window, place(event), out);
    }

    private TransactionPlace place(Event event) {
        return places.isEmpty() ? TransactionPlace.UNKNOWN : places.get().of(event);
    }
}
