package dev.dbops.kafka.message;

import dev.dbops.events.Batch;
import dev.dbops.events.Event;
import dev.dbops.events.Operation;
import dev.dbops.events.PerTable;
import dev.dbops.events.Position;
import dev.dbops.events.envelope.DebeziumTopics;
import dev.dbops.events.envelope.Envelope;
import dev.dbops.text.Utf8Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.header.Header;

/** The value is the envelope of db-ops, the key the primary key. */
public final class EnvelopeForm implements MessageForm {
    private final Envelope envelope;
    private final PerTable<String> topics;
    private final boolean tombstones;
    private final IdHeader id = new IdHeader();
    private final Utf8Buffer text = new Utf8Buffer();

    /**
     * @param topics the names of topics
     * @param tombstones whether a message without a value follows a DELETE
     */
    public EnvelopeForm(Envelope envelope, DebeziumTopics topics, boolean tombstones) {
        this.envelope = envelope;
        this.topics = new PerTable<>(topics::of);
        this.tombstones = tombstones;
    }

    @Override
    public void prepare(Batch batch) {
        envelope.prepare(batch);
    }

    @Override
    public List<KafkaMessage> of(Event event, Position window) {
        return of(event, window, List.of(id.of(event, window)));
    }

    /** The messages with other headers. */
    List<KafkaMessage> of(Event event, Position window, List<Header> headers) {
        var topic = topics.of(event);
        var place = MessageForm.place(event, topic);
        var key = event.isSchemaChange() ? keyOfSchema(event) : event.key().getBytes(StandardCharsets.UTF_8);
        var messages = new ArrayList<KafkaMessage>(1);
        text.clear();
        envelope.append(event, window, text);
        messages.add(new KafkaMessage(topic, place, key, text.toBytes(), headers));
        if (tombstones && event.operation() == Operation.DELETE && key.length > 0) {
            messages.add(new KafkaMessage(topic, place, key, new byte[0], List.of()));
        }
        return messages;
    }

    /** A compacted topic accepts no message without a key, and keeps the last definition of the table. */
    private byte[] keyOfSchema(Event event) {
        text.clear();
        text.append("{\"schema_change\": ")
                .appendQuoted(event.schema() + "." + event.table())
                .append('}');
        return text.toBytes();
    }
}
