package dev.dbops.aws.bucket;

import dev.dbops.events.Event;
import dev.dbops.events.Position;
import dev.dbops.text.Utf8Buffer;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The events between two stored positions: an object for each table and hour of the changes.
 *
 * <p>The names of the objects follow from the events and the position after them. If a chunk is read again after a crash,
 * its objects replace those that were stored before.
 */
final class EventChunk {
    /** As many events are read again at once after a crash, and each open object has a compressor. */
    private static final int MOST_EVENTS = 50_000;

    private static final int MOST_OBJECTS = 128;

    private static final DateTimeFormatter FOLDER =
            DateTimeFormatter.ofPattern("'dt='uuuu-MM-dd'/hour='HH").withZone(ZoneOffset.UTC);

    private final String prefix;
    private final SortedMap<String, EventObject> objects = new TreeMap<>();
    private long begun;
    private long bytes;
    private int events;

    /** @param prefix the beginning of all keys */
    EventChunk(String prefix) {
        this.prefix = prefix;
    }

    boolean isEmpty() {
        return events == 0;
    }

    void add(Event event, Utf8Buffer line) {
        if (isEmpty()) {
            begun = System.nanoTime();
        }
        var folder = "%s.%s/%s".formatted(safe(event.schema()), safe(event.table()), FOLDER.format(hour(event)));
        objects.computeIfAbsent(folder, _ -> new EventObject()).add(event, line.bytes(), line.length());
        bytes += line.length();
        events++;
    }

    private static Instant hour(Event event) {
        return event.time();
    }

    /** "Safe characters" of keys (Amazon S3 user guide, "Naming Amazon S3 objects"). */
    private static String safe(String name) {
        return name.replaceAll("[^A-Za-z0-9_-]", "_");
    }

    /**
     * Returns whether it must be stored now.
     *
     * @param size the maximum number of bytes of its lines
     * @param age the maximum time since its first event
     */
    boolean isDue(long size, Duration age) {
        return bytes >= size
                || events >= MOST_EVENTS
                || objects.size() >= MOST_OBJECTS
                || !isEmpty() && System.nanoTime() - begun >= age.toNanos();
    }

    /**
     * Returns the objects by their keys, which end with the number of the first event and a digest of the position.
     *
     * @param end the position after the events
     */
    SortedMap<String, EventObject> objects(Position end) {
        var digest = ShortDigest.of(end.toString());
        var named = new TreeMap<String, EventObject>();
        objects.forEach((folder, object) ->
                named.put("%s%s/%019d-%s.jsonl.gz".formatted(prefix, folder, object.firstSeq(), digest), object));
        return named;
    }
}
