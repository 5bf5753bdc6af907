package dev.dbops.kafka.message;

import dev.dbops.events.Batch;
import dev.dbops.events.Event;
import dev.dbops.events.PerTable;
import dev.dbops.events.Position;
import dev.dbops.events.envelope.DebeziumMessages;
import dev.dbops.events.envelope.DebeziumTopics;
import dev.dbops.events.envelope.EventMessage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.header.Header;

/** The messages of Debezium's connector, with its tombstones, and its beginnings and ends of transactions. */
public final class DebeziumForm implements MessageForm {
    private final DebeziumMessages messages;
    private final PerTable<String> topics;
    private final IdHeader id = new IdHeader();

    /**
     * @param messages writes topics, keys and values
     * @param topics the names of topics
     */
    public DebeziumForm(DebeziumMessages messages, DebeziumTopics topics) {
        this.messages = messages;
        this.topics = new PerTable<>(topics::of);
    }

    @Override
    public void prepare(Batch batch) {
        messages.prepare(batch);
    }

    @Override
    public List<KafkaMessage> of(Event event, Position window) {
        var topic = topics.of(event);
        var found = new ArrayList<KafkaMessage>(1);
        for (var message : messages.of(event, window)) {
            found.add(message.topic().equals(topic) ? change(event, window, message) : transaction(message));
        }
        return found;
    }

    private KafkaMessage change(Event event, Position window, EventMessage message) {
        List<Header> headers = message.value().length == 0 ? List.of() : List.of(id.of(event, window));
        return new KafkaMessage(
                message.topic(), MessageForm.place(event, message.topic()), message.key(), message.value(), headers);
    }

    private static KafkaMessage transaction(EventMessage message) {
        return new KafkaMessage(
                message.topic(),
                new String(message.key(), StandardCharsets.UTF_8),
                message.key(),
                message.value(),
                List.of());
    }
}
