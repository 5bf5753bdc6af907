package dev.dbops.lambda.source;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Notifications of new objects in Amazon S3, with one event per line ("Event message structure", Amazon S3 user guide).
 * The objects in which a replay keeps its positions have no events.
 *
 * <p>The latest version of an object is read, whatever version the notification names: a replay replaces an object only
 * with the same events, and other versions would need another right.
 */
final class ObjectRecords {
    private static final String CREATED = "ObjectCreated:";
    private static final String OWN_FOLDER = "_db-ops/";

    private final EventTexts texts;
    private final EventObjects objects;

    /** The place of an object; the key is empty if the notification does not name it. */
    private record Place(String bucket, String key) {
        /** "The object key name value is URL encoded." */
        static Place of(Object record) {
            var s3 = JsonTree.member(record, "s3");
            var bucket = JsonTree.text(JsonTree.member(s3, "bucket"), "name");
            var key = JsonTree.text(JsonTree.member(s3, "object"), "key");
            try {
                return new Place(bucket, bucket.isEmpty() ? "" : URLDecoder.decode(key, StandardCharsets.UTF_8));
            } catch (IllegalArgumentException _) {
                return new Place(bucket, "");
            }
        }

        boolean isOfReplay() {
            return key.startsWith(OWN_FOLDER) || key.contains("/" + OWN_FOLDER);
        }

        @Override
        public String toString() {
            return "s3://" + bucket + "/" + key;
        }
    }

    ObjectRecords(EventTexts texts, EventObjects objects) {
        this.texts = texts;
        this.objects = objects;
    }

    /** Returns the events of the objects, each object a message. */
    List<SourceItem> items(List<Object> records) {
        return records.stream()
                .map(record -> new SourceItem(Place.of(record).toString(), "", 0, events(record)))
                .toList();
    }

    /** Returns the events of an object; one that cannot be read if the object cannot. */
    List<SourceEvent> events(Object record) {
        var place = Place.of(record);
        if (!JsonTree.text(record, "eventName").startsWith(CREATED) || place.isOfReplay()) {
            return List.of();
        }
        if (place.key().isEmpty()) {
            return EventTexts.unreadable("the notification of S3 names no object", place.toString());
        }
        try {
            return events(objects.read(place.bucket(), place.key()), place);
        } catch (OpsException e) {
            if (e.kind() == Kind.INTERRUPTED) {
                throw e;
            }
            return List.of(SourceEvent.unreadable(e, place.toString()));
        }
    }

    private List<SourceEvent> events(byte[] content, Place place) {
        var events = new ArrayList<SourceEvent>();
        var begin = 0;
        for (var i = 0; i <= content.length; i++) {
            if (i < content.length && content[i] != '\n') {
                continue;
            }
            if (!isBlank(content, begin, i)) {
                if (events.isEmpty() && content[begin] != '{') {
                    // an image, say, would be many events that cannot be read
                    throw new OpsException(
                            Kind.USAGE,
                            place + " does not have lines of JSON",
                            "let S3 notify of the objects of a replay only: by their prefix, and the suffix .jsonl.gz");
                }
                events.addAll(texts.of(Arrays.copyOfRange(content, begin, i)));
            }
            begin = i + 1;
        }
        return events;
    }

    private static boolean isBlank(byte[] content, int begin, int end) {
        for (var i = begin; i < end; i++) {
            if (content[i] != ' ' && content[i] != '\t' && content[i] != '\r') {
                return false;
            }
        }
        return true;
    }
}
