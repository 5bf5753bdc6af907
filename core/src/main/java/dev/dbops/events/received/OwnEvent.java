package dev.dbops.events.received;

import dev.dbops.OpsException;
import dev.dbops.events.Event;
import dev.dbops.events.Operation;
import dev.dbops.events.received.ReceivedEvent.Content;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.Locale;
import tools.jackson.core.JsonToken;

/** Reads an event in the JSON of db-ops: what Envelope writes, and what triggers send. */
final class OwnEvent {
    private static final long MICROS_PER_SECOND = 1_000_000;

    private final JsonPart event;
    private final JsonPart source;
    private final String json;

    private OwnEvent(JsonPart event, String json) {
        this.event = event;
        this.source = event.object("source");
        this.json = json;
    }

    static ReceivedEvent read(JsonPart event, String json) {
        return new OwnEvent(event, json).read();
    }

    private ReceivedEvent read() {
        var operation = operation();
        if (event.get("id").isNull()) {
            throw withoutId();
        }
        var id = event.string("id", "id");
        var colon = id.lastIndexOf(':');
        if (colon < 1) {
            throw MalformedEvent.wrong("id", "the id of a log, a colon and a number");
        }
        var seq = JsonPart.parseNumber(id.substring(colon + 1), "id");
        if (source.has("seq") && source.number("seq", "source.seq") != seq) {
            throw MalformedEvent.of("\"id\" and \"source.seq\" of the event have different numbers");
        }
        var isReference = isReference();
        var payload = isReference ? event : event.object("payload");
        var key = isReference ? "" : KeyText.of(payload.row("key", "payload.key", json));
        var before = isReference ? "" : payload.row("before", "payload.before", json);
        var member = operation == Operation.SCHEMA ? "schema_change" : "after";
        var after = isReference ? "" : payload.row(member, "payload." + member, json);
        if (!isReference && after.isEmpty() && (operation.hasRow() || operation == Operation.SCHEMA)) {
            throw MalformedEvent.missing("payload." + member);
        }
        var read = new Event(
                seq,
                Xids.read(source.get("txid"), "source.txid"),
                micros(),
                source.string("schema", "source.schema"),
                source.string("table", "source.table"),
                operation,
                key,
                before,
                after,
                source.optionalString("origin", "source.origin"));
        return new ReceivedEvent(id.substring(0, colon), read, isReference ? Content.REFERENCE : Content.WHOLE);
    }

    private static OpsException withoutId() {
        return MalformedEvent.missing("id")
                .withHint("run db-ops triggers-install again in the database that has sent it: triggers of an earlier"
                        + " version sent no id, and neither does a copy of a database before that");
    }

    private Operation operation() {
        var name = event.string("event_type", "event_type");
        for (var operation : Operation.ALL) {
            if (operation.name().equals(name)) {
                return operation;
            }
        }
        throw MalformedEvent.wrong(
                "event_type",
                "one of %s".formatted(Operation.format(Operation.ALL).toUpperCase(Locale.ROOT)));
    }

    private boolean isReference() {
        var reference = event.get("reference");
        if (!reference.isNull()
                && reference.token() != JsonToken.VALUE_TRUE
                && reference.token() != JsonToken.VALUE_FALSE) {
            throw MalformedEvent.wrong("reference", "true or false");
        }
        return reference.token() == JsonToken.VALUE_TRUE;
    }

    private long micros() {
        try {
            var time = OffsetDateTime.parse(event.string("ts", "ts")).toInstant();
            return Math.multiplyExact(time.getEpochSecond(), MICROS_PER_SECOND) + time.getNano() / 1000;
        } catch (DateTimeException | ArithmeticException _) {
            throw MalformedEvent.wrong("ts", "a time, such as 2026-11-20T10:00:00.000012Z");
        }
    }
}
