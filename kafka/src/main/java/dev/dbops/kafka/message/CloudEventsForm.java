package dev.dbops.kafka.message;

import dev.dbops.events.Batch;
import dev.dbops.events.Event;
import dev.dbops.events.Operation;
import dev.dbops.events.PerTable;
import dev.dbops.events.Position;
import dev.dbops.events.envelope.EventTime;
import dev.dbops.postgres.TableName;
import dev.dbops.text.Utf8Buffer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * CloudEvents 1.0 in the binary mode of their binding for Kafka ("Kafka Protocol Binding for CloudEvents", 3.2): the
 * attributes are headers, the value is the envelope of db-ops. A tombstone has no attributes, since it is not an event.
 */
public final class CloudEventsForm implements MessageForm {
    private static final Header CONTENT = header("content-type", "application/json");
    private static final Header VERSION = header("ce_specversion", "1.0");
    private static final Map<Operation, Header> TYPES = types();

    private final EnvelopeForm json;
    private final String database;
    private final IdHeader id = new IdHeader();
    private final EventTime time = new EventTime();
    private final Utf8Buffer text = new Utf8Buffer();
    private final PerTable<Header> sources = new PerTable<>(this::source);
    private final PerTable<Header> subjects =
            new PerTable<>(table -> header("ce_subject", table.schema() + "." + table.table()));

    /**
     * @param json writes keys and values
     * @param database the name of the source, for the attribute {@code source}
     */
    public CloudEventsForm(EnvelopeForm json, String database) {
        this.json = json;
        this.database = database;
    }

    @Override
    public void prepare(Batch batch) {
        json.prepare(batch);
    }

    @Override
    public List<KafkaMessage> of(Event event, Position window) {
        var ownId = id.of(event, window);
        text.clear();
        time.append(event.micros(), text);
        var headers = List.of(
                CONTENT,
                VERSION,
                new RecordHeader("ce_id", ownId.value()),
                sources.of(event),
                TYPES.get(event.operation()),
                new RecordHeader("ce_time", text.toBytes()),
                subjects.of(event),
                ownId);
        return json.of(event, window, headers);
    }

    private static Header header(String name, String value) {
        return new RecordHeader(name, value.getBytes(StandardCharsets.UTF_8));
    }

    private static Map<Operation, Header> types() {
        var types = new EnumMap<Operation, Header>(Operation.class);
        for (var operation : Operation.ALL) {
            types.put(operation, header("ce_type", "dev.dbops." + operation.word()));
        }
        return types;
    }

    /** A reference as a URI has it: names may have any characters. */
    private Header source(TableName table) {
        var reference = "/%s/%s/%s".formatted(encoded(database), encoded(table.schema()), encoded(table.table()));
        return header("ce_source", reference);
    }

    private static String encoded(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
