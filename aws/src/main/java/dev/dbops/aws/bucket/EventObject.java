package dev.dbops.aws.bucket;

import dev.dbops.events.Event;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;

/** The lines of the events of one table and hour, compressed as they come. */
final class EventObject {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final GZIPOutputStream zip;
    private long firstSeq = Long.MAX_VALUE;

    EventObject() {
        try {
            zip = new GZIPOutputStream(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Adds an event.
     *
     * @param text its lines, in memory whose rest is not used
     */
    void add(Event event, byte[] text, int length) {
        try {
            zip.write(text, 0, length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        firstSeq = Math.min(firstSeq, event.seq());
    }

    /** The lowest number of its events. */
    long firstSeq() {
        return firstSeq;
    }

    /** Returns the object. Nothing can be added afterwards. */
    byte[] finish() {
        try {
            zip.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
