package dev.dbops.lambda.source;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.events.received.EnvelopeReader;
import dev.dbops.events.received.EventList;
import dev.dbops.events.received.ReceivedEvent;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Reads the events in the content of a message. */
final class EventTexts {
    private static final String HINT =
            "it handles events as db-ops writes them (docs/events.md), one or {\"events\": [...]}";

    private final EnvelopeReader reader;

    EventTexts(EnvelopeReader reader) {
        this.reader = reader;
    }

    /** Returns the events of {@code {"events": [...]}}. */
    List<SourceEvent> list(byte[] payload) {
        return EventList.read(payload, reader).stream()
                .map(item -> new SourceEvent(item.event(), item.failure(), item::json))
                .toList();
    }

    /** Returns the events of a content: one, or a list. */
    List<SourceEvent> of(byte[] content) {
        var text = new String(content, StandardCharsets.UTF_8);
        if (text.stripLeading().startsWith("{\"events\"")) {
            try {
                return list(content);
            } catch (OpsException e) {
                return List.of(SourceEvent.unreadable(fault(e), text));
            }
        }
        return List.of(read(() -> reader.read(content), text));
    }

    /**
     * Returns the event of a record of a topic.
     *
     * @param key the record's key; empty for null
     */
    List<SourceEvent> of(byte[] value, byte[] key) {
        return List.of(read(() -> reader.read(value, key), new String(value, StandardCharsets.UTF_8)));
    }

    /** Returns a content that cannot be read. */
    static List<SourceEvent> unreadable(String reason, String text) {
        return List.of(SourceEvent.unreadable(new OpsException(Kind.FAILED, reason, HINT), text));
    }

    private static SourceEvent read(Supplier<Optional<ReceivedEvent>> read, String text) {
        try {
            return SourceEvent.of(read.get(), text);
        } catch (OpsException e) {
            return SourceEvent.unreadable(fault(e), text);
        }
    }

    /** Without the columns of a table, no event of it can be read: that is not the fault of one. */
    private static OpsException fault(OpsException failure) {
        if (failure.kind() == Kind.UNREACHABLE || failure.kind() == Kind.SQL) {
            throw failure;
        }
        return failure;
    }
}
