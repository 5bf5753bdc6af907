package dev.dbops.events.envelope;

import dev.dbops.events.Batch;
import dev.dbops.events.Event;
import dev.dbops.events.EventFilter;
import dev.dbops.events.EventLog;
import dev.dbops.events.NameMap;
import dev.dbops.events.Position;
import dev.dbops.text.Utf8Buffer;

/**
 * Debezium's form, one message per line: its value, or with its topic and its key {@code {"topic": ..., "key": ...,
 * "value": ...}}.
 */
public final class DebeziumFormat implements EventFormat {
    private final DebeziumMessages messages;
    private final DebeziumOptions options;
    private final String separator;

    private DebeziumFormat(DebeziumMessages messages, DebeziumOptions options, String separator) {
        this.messages = messages;
        this.options = options;
        this.separator = separator;
    }

    /**
     * @param names the names of the tables in events
     * @param filter selects the events that are delivered
     */
    public DebeziumFormat(EventLog log, NameMap names, EventFilter filter, DebeziumOptions options) {
        this(new DebeziumMessages(log, names, filter, options), options, "\n");
    }

    @Override
    public String name() {
        return "debezium" + options.words();
    }

    @Override
    public EventFormat separatedBy(String other) {
        return new DebeziumFormat(messages, options, other);
    }

    @Override
    public void prepare(Batch batch) {
        messages.prepare(batch);
    }

    @Override
    public void append(Event event, Position window, Utf8Buffer out) {
        if (!options.key() && !options.transactions()) {
            messages.appendValue(event, window, out);
            return;
        }
        var between = "";
        for (var message : messages.of(event, window)) {
            out.append(between);
            append(message, out);
            between = separator;
        }
    }

    private void append(EventMessage message, Utf8Buffer out) {
        if (!options.key()) {
            out.append(message.value());
            return;
        }
        out.append("{\"topic\": ").appendQuoted(message.topic()).append(", \"key\": ");
        appendOrNull(message.key(), out);
        out.append(", \"value\": ");
        appendOrNull(message.value(), out);
        out.append('}');
    }

    private static void appendOrNull(byte[] json, Utf8Buffer out) {
        if (json.length == 0) {
            out.append("null");
        } else {
            out.append(json);
        }
    }
}
