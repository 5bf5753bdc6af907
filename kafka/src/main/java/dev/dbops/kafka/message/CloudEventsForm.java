package dev.dbops.kafka.message;

import dev.dbops.events.Batch;
import dev.dbops.events.Event;
import dev.dbops.events.Position;
import dev.dbops.events.envelope.EventTime;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * CloudEvents 1.0 in the binary mode of their binding for Kafka ("Kafka Protocol Binding for CloudEvents", 3.2): the
 * attributes are headers, the value is the envelope of db-ops. A tombstone has no attributes, since it is not an event.
 */
public final class CloudEventsForm implements MessageForm {
    private final EnvelopeForm json;
    private final String database;
    private final Map<String, String> sources = new HashMap<>();

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
        var id = MessageForm.id(event, window);
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("content-type", "application/json");
        headers.put("ce_specversion", "1.0");
        headers.put("ce_id", id);
        headers.put("ce_source", sources.computeIfAbsent(event.schema() + "\0" + event.table(), _ -> source(event)));
        headers.put("ce_type", "dev.dbops." + event.operation().word());
        headers.put("ce_time", EventTime.format(event.micros()));
        headers.put("ce_subject", event.schema() + "." + event.table());
        headers.put(ID_HEADER, id);
        return json.of(event, window, headers);
    }

    /** A reference as a URI has it: names may have any characters. */
    private String source(Event event) {
        return "/%s/%s/%s".formatted(encoded(database), encoded(event.schema()), encoded(event.table()));
    }

    private static String encoded(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
