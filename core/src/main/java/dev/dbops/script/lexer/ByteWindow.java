package dev.dbops.script.lexer;

import dev.dbops.InputFile;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * A stream's bytes, read forward with a look ahead. Memory holds those since {@link #mark()}, and a buffer.
 *
 * <p>A base class, and not a part, of {@link ByteSource}: the scanner looks at each byte of a script by these methods.
 */
abstract sealed class ByteWindow permits ByteSource {
    /** The result of {@link #peek} after the last byte. */
    static final int END = -1;

    private static final int INITIAL_BUFFER = 64 * 1024;
    private static final int LARGEST_BUFFER = Integer.MAX_VALUE - 64;

    /** The next bytes are those from {@link #position} to {@link #limit}. */
    protected byte[] buffer = new byte[INITIAL_BUFFER];

    protected int position;
    protected int limit;
    private final InputStream in;
    private final InputFile source;
    private int mark = -1;
    private boolean ended;
    private long offset;
    private final TextSettings settings;

    ByteWindow(InputStream in, InputFile source, TextSettings settings) {
        this.in = in;
        this.source = source;
        this.settings = settings;
    }

    /** Called before the first bytes of the buffer, all already skipped, are discarded. */
    protected abstract void givingUp(int count);

    /** The settings that decide how the bytes are read. */
    TextSettings settings() {
        return settings;
    }

    /** The next byte, 0 to 255, or {@link #END}. */
    int peek() {
        return position < limit || fill(1) ? buffer[position] & 0xff : END;
    }

    /** The byte {@code distance} after the next one, or {@link #END}. */
    int peek(int distance) {
        var at = position + distance;
        return at < limit ? buffer[at] & 0xff : peekFurther(distance);
    }

    /** Separate from {@link #peek(int)}, which stays small enough to be inlined. */
    private int peekFurther(int distance) {
        return fill(distance + 1) ? buffer[position + distance] & 0xff : END;
    }

    /** The bytes from one distance ahead to another; all must have been peeked at. */
    byte[] ahead(int from, int to) {
        return Arrays.copyOfRange(buffer, position + from, position + to);
    }

    /** The same as text. */
    String textAhead(int from, int to) {
        return ScriptText.of(ahead(from, to), settings);
    }

    /** Skips the next byte, which must not be the end. */
    void advance() {
        position++;
    }

    /** Skips this many bytes, all of which must have been peeked at. */
    void advance(int count) {
        position += count;
    }

    /** Skips the next byte, and the buffered bytes after it that are neither of these. */
    void advanceTo(char one, char other) {
        var at = position + 1;
        while (at < limit && buffer[at] != one && buffer[at] != other) {
            at++;
        }
        position = at;
    }

    /** Skips the next byte, and the buffered digits after it. */
    void advanceOverDigits() {
        var at = position + 1;
        while (at < limit && buffer[at] >= '0' && buffer[at] <= '9') {
            at++;
        }
        position = at;
    }

    /** Replaces the next bytes, all of which must have been peeked at. */
    protected void splice(int length, byte[] replacement) {
        var end = position + length;
        var tail = limit - end;
        var room = position + replacement.length + tail <= buffer.length
                ? buffer
                : Arrays.copyOf(buffer, position + replacement.length + tail + INITIAL_BUFFER);
        System.arraycopy(buffer, end, room, position + replacement.length, tail);
        System.arraycopy(replacement, 0, room, position, replacement.length);
        buffer = room;
        limit += replacement.length - length;
    }

    /** Keeps everything from here on until {@link #sinceMark()}. */
    void mark() {
        mark = position;
    }

    /** Returns the bytes since the mark, and removes the mark. */
    byte[] sinceMark() {
        var bytes = Arrays.copyOfRange(buffer, mark, position);
        mark = -1;
        return bytes;
    }

    /** The number of UTF-8 characters kept since the mark. */
    int charactersSinceMark() {
        return characters(mark, position);
    }

    /** The number of UTF-8 characters in the buffer between two positions. */
    protected int characters(int from, int to) {
        var characters = 0;
        for (var i = from; i < to; i++) {
            characters += (buffer[i] & 0xc0) == 0x80 ? 0 : 1;
        }
        return characters;
    }

    /** The number of bytes kept since the mark. */
    int lengthSinceMark() {
        return position - mark;
    }

    /** The number of bytes skipped or read ahead since the beginning. */
    long offset() {
        return offset;
    }

    /** Reads until {@code wanted} bytes are ahead; returns false if the script ends before. */
    private boolean fill(int wanted) {
        while (!ended && limit - position < wanted) {
            makeRoom();
            try {
                var read = in.read(buffer, limit, buffer.length - limit);
                if (read < 0) {
                    ended = true;
                } else {
                    limit += read;
                    offset += read;
                }
            } catch (IOException e) {
                throw source.unreadable(e);
            }
        }
        return limit - position >= wanted;
    }

    private void makeRoom() {
        if (limit < buffer.length) {
            return;
        }
        var keepFrom = mark >= 0 ? mark : position;
        var kept = limit - keepFrom;
        givingUp(keepFrom);
        if (kept > buffer.length / 2) {
            var larger = (int) Math.min(LARGEST_BUFFER, buffer.length * 2L);
            buffer = Arrays.copyOfRange(buffer, keepFrom, keepFrom + larger);
        } else {
            System.arraycopy(buffer, keepFrom, buffer, 0, kept);
        }
        position -= keepFrom;
        limit = kept;
        mark = mark >= 0 ? 0 : -1;
    }
}
