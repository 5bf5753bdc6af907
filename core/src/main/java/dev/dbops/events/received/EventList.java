package dev.dbops.events.received;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;

/**
 * The events of a payload {@code {"events": [...]}}, as triggers and replays send it to a function. The text is read
 * once. A malformed event does not affect the others.
 */
public final class EventList {
    /** A function gets 6 MB at most, where the smallest event has two hundred bytes. */
    private static final int MOST_EVENTS = 50_000;

    private EventList() {}

    /** One element of the list. */
    public static final class Item {
        private final String payload;
        private final int begin;
        private final int end;
        private final Optional<ReceivedEvent> event;
        private final Optional<Fault> fault;

        /** A failure without its stack trace, which would take more memory than the event. */
        private record Fault(String message, Optional<String> hint) {
            OpsException failure() {
                var failure = MalformedEvent.of(message);
                return hint.map(failure::withHint).orElse(failure);
            }
        }

        private Item(String payload, int begin, int end, Optional<ReceivedEvent> event, Optional<Fault> fault) {
            this.payload = payload;
            this.begin = begin;
            this.end = end;
            this.event = event;
            this.fault = fault;
        }

        /** The event; empty if it is malformed, or a message that is none ({@link EnvelopeReader#read(String)}). */
        public Optional<ReceivedEvent> event() {
            return event;
        }

        /** Why it is malformed; empty if it is not. */
        public Optional<OpsException> failure() {
            return fault.map(Fault::failure);
        }

        /** Its JSON, as a copy. */
        public String json() {
            return payload.substring(begin, end);
        }
    }

    /**
     * Reads the events of a payload, in their order.
     *
     * @param payload the payload; the items keep it in memory
     * @throws OpsException of kind FAILED when it is not JSON or has no list of events; of another kind when the reader
     *     cannot look up columns
     */
    public static List<Item> read(String payload, EnvelopeReader reader) {
        try (var scan = new JsonScan(payload)) {
            var items = items(scan, reader);
            if (scan.parser().nextToken() != null) {
                throw MalformedEvent.of("the payload has text after its end");
            }
            return items;
        } catch (JacksonException e) {
            throw JsonScan.notJson("the payload", e);
        }
    }

    /** Same as {@link #read(String, EnvelopeReader)}, for text in UTF-8. */
    public static List<Item> read(byte[] payload, EnvelopeReader reader) {
        return read(EnvelopeReader.decode(payload), reader);
    }

    private static List<Item> items(JsonScan scan, EnvelopeReader reader) {
        var parser = scan.parser();
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw withoutEvents();
        }
        var found = Optional.<List<Item>>empty();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            var isEvents = parser.currentName().equals("events");
            var token = parser.nextToken();
            if (!isEvents) {
                parser.skipChildren();
            } else if (token != JsonToken.START_ARRAY || found.isPresent()) {
                throw withoutEvents();
            } else {
                found = Optional.of(elements(scan, reader));
            }
        }
        return found.orElseThrow(EventList::withoutEvents);
    }

    private static OpsException withoutEvents() {
        return MalformedEvent.of("the payload is not an object with one list of \"events\"");
    }

    private static List<Item> elements(JsonScan scan, EnvelopeReader reader) {
        var items = new ArrayList<Item>();
        while (scan.parser().nextToken() != JsonToken.END_ARRAY) {
            if (items.size() == MOST_EVENTS) {
                throw MalformedEvent.of("the payload has more than %d events".formatted(MOST_EVENTS));
            }
            var begin = scan.offset();
            var part = scan.read(JsonScan.Level.MESSAGE);
            items.add(item(scan, part, begin, reader));
        }
        return items;
    }

    private static Item item(JsonScan scan, JsonPart part, int begin, EnvelopeReader reader) {
        var payload = scan.json();
        var end = part.end() > 0 ? part.end() : scan.end();
        try {
            scan.requireNoFault();
            UnsafeCharacters.requireNone(payload, begin, end);
            return new Item(payload, begin, end, reader.read(part, payload, Optional.empty()), Optional.empty());
        } catch (OpsException e) {
            if (e.kind() != Kind.FAILED) {
                throw e;
            }
            return new Item(
                    payload, begin, end, Optional.empty(), Optional.of(new Item.Fault(e.getMessage(), e.hint())));
        }
    }
}
