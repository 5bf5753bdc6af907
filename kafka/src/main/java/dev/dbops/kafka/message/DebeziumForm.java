package dev.dbops.kafka.message;

import dev.dbops.events.Batch;
import dev.dbops.events.Event;
import dev.dbops.events.Position;
import dev.dbops.events.envelope.DebeziumMessages;
import dev.dbops.events.envelope.DebeziumTopics;
import dev.dbops.events.envelope.EventMessage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The messages of Debezium's connector, with its tombstones, and its beginnings and ends of transactions. */
public final class DebeziumForm implements MessageForm {
    private final DebeziumMessages messages;
    private final DebeziumTopics topics;

    /**
     * @param messages writes topics, keys and values
     * @param topics the names of topics
     */
    public DebeziumForm(DebeziumMessages messages, DebeziumTopics topics) {
        this.messages = messages;
        this.topics = topics;
    }

    @Override
    public void prepare(Batch batch) {
        messages.prepare(batch);
    }

    @Override
    public List<KafkaMessage> of(Event event, Position window) {
        var topic = topics.of(event.schema(), event.table());
        var found = new ArrayList<KafkaMessage>(1);
        for (var message : messages.of(event, window)) {
            found.add(message.topic().equals(topic) ? change(event, window, message) : transaction(message));
        }
        return found;
    }

    private static KafkaMessage change(Event event, Position window, EventMessage message) {
        Map<String, String> headers =
                message.value().length == 0 ? Map.of() : Map.of(ID_HEADER, MessageForm.id(event, window));
        return new KafkaMessage(
                message.topic(), MessageForm.place(event, message.topic()), message.key(), message.value(), headers);
    }

    private static KafkaMessage transaction(EventMessage message) {
        return new KafkaMessage(
                message.topic(),
                new String(message.key(), StandardCharsets.UTF_8),
                message.key(),
                message.value(),
                Map.of());
    }
}
