package dev.dbops.lambda.source;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Notifications of new objects in Amazon S3, with one event per line ("Event message structure", Amazon S3 user guide).
 * The objects in which a replay keeps its positions have no events.
 */
final class ObjectRecords {
    private static final String CREATED = "ObjectCreated:";
    private static final String OWN_FOLDER = "_db-ops/";

    private final EventTexts texts;
    private final EventObjects objects;

    ObjectRecords(EventTexts texts, EventObjects objects) {
        this.texts = texts;
        this.objects = objects;
    }

    /** Returns the events of the objects, each object a message. */
    List<SourceItem> items(List<Object> records) {
        return records.stream()
                .map(record -> new SourceItem(name(record), "", 0, events(record)))
                .toList();
    }

    private static String name(Object record) {
        return bucket(record) + "/" + key(record);
    }

    /** Returns the events of an object. */
    List<SourceEvent> events(Object record) {
        var key = key(record);
        var isNew = JsonTree.text(record, "eventName").startsWith(CREATED);
        if (!isNew || key.startsWith(OWN_FOLDER) || key.contains("/" + OWN_FOLDER)) {
            return List.of();
        }
        var content = objects.read(bucket(record), key);
        var events = new ArrayList<SourceEvent>();
        var begin = 0;
        for (var i = 0; i < content.length; i++) {
            if (content[i] == '\n') {
                events.addAll(texts.of(Arrays.copyOfRange(content, begin, i)));
                begin = i + 1;
            }
        }
        if (begin < content.length) {
            events.addAll(texts.of(Arrays.copyOfRange(content, begin, content.length)));
        }
        return events;
    }

    private static String bucket(Object record) {
        return JsonTree.text(JsonTree.member(JsonTree.member(record, "s3"), "bucket"), "name");
    }

    /** "The object key name value is URL encoded." */
    private static String key(Object record) {
        var key = JsonTree.text(JsonTree.member(JsonTree.member(record, "s3"), "object"), "key");
        return URLDecoder.decode(key, StandardCharsets.UTF_8);
    }
}
