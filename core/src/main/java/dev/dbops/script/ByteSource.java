package dev.dbops.script;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A script's bytes, read forward with a look ahead, with the place of the next byte.
 *
 * <p>Every delimiter of SQL is ASCII, so that a script in UTF-8 is scanned as bytes and decoded a statement at a time.
 * Memory holds the bytes since {@link #mark()}, and a buffer.
 */
final class ByteSource {
    /** What {@link #peek} answers behind the last byte. */
    static final int END = -1;

    private static final int INITIAL_BUFFER = 64 * 1024;
    private static final int LARGEST_BUFFER = Integer.MAX_VALUE - 64;

    private final InputStream in;
    private byte[] buffer = new byte[INITIAL_BUFFER];
    private int position;
    private int limit;
    private int mark = -1;
    private boolean ended;
    private final ScriptPlace place = new ScriptPlace();
    /** The end of what {@link #place} has stepped over: at most {@link #position}, because few places are asked for. */
    private int placed;
    /** The end of the bytes that {@link #replace} has put there; none of them counts. */
    private int insertedEnd;

    private Charset charset = StandardCharsets.UTF_8;
    private long offset;

    ByteSource(InputStream in) {
        this.in = in;
    }

    /** From here on the bytes are in another encoding, of which ASCII is a part. */
    void charset(Charset next) {
        charset = next;
    }

    Charset charset() {
        return charset;
    }

    /** The next byte, 0 to 255, or {@link #END}. */
    int peek() {
        return position < limit || fill(1) ? buffer[position] & 0xff : END;
    }

    /** The byte {@code distance} behind the next one, or {@link #END}. */
    int peek(int distance) {
        var at = position + distance;
        return at < limit ? buffer[at] & 0xff : peekFurther(distance);
    }

    /** Apart from {@link #peek(int)}, which stays small enough to be inlined. */
    private int peekFurther(int distance) {
        return fill(distance + 1) ? buffer[position + distance] & 0xff : END;
    }

    /** The bytes from one distance ahead to another; all of them must have been looked at. */
    byte[] ahead(int from, int to) {
        return Arrays.copyOfRange(buffer, position + from, position + to);
    }

    /** The same as text. */
    String textAhead(int from, int to) {
        return new String(ahead(from, to), charset);
    }

    /** Steps over the next byte, which must not be the end. */
    void advance() {
        position++;
    }

    /** Steps over as many bytes, all of which must have been looked at. */
    void advance(int count) {
        position += count;
    }

    /** Steps over the next byte, and over those behind it that have been read and are neither of these. */
    void advanceTo(char one, char other) {
        var at = position + 1;
        while (at < limit && buffer[at] != one && buffer[at] != other) {
            at++;
        }
        position = at;
    }

    /** Steps over the next byte, and over the digits behind it that have been read. */
    void advanceOverDigits() {
        var at = position + 1;
        while (at < limit && buffer[at] >= '0' && buffer[at] <= '9') {
            at++;
        }
        position = at;
    }

    /**
     * Puts other bytes in the place of the next ones. Stepping over them counts no lines and no columns, but stands for
     * what was replaced when the last of them is stepped over. What is replaced within a replacement belongs to it.
     */
    void replace(int length, byte[] replacement) {
        settlePlace();
        var end = position + length;
        place.over(buffer, Math.min(Math.max(position, insertedEnd), end), end);
        var tail = limit - end;
        var room = position + replacement.length + tail <= buffer.length
                ? buffer
                : Arrays.copyOf(buffer, position + replacement.length + tail + INITIAL_BUFFER);
        System.arraycopy(buffer, end, room, position + replacement.length, tail);
        System.arraycopy(replacement, 0, room, position, replacement.length);
        buffer = room;
        limit += replacement.length - length;
        insertedEnd = Math.max(insertedEnd, end) - length + replacement.length;
    }

    /** How many of the next bytes are those that {@link #replace} has put there. */
    int inserted() {
        return Math.max(insertedEnd - position, 0);
    }

    /** The same in characters of UTF-8. */
    int insertedCharacters() {
        return characters(position, position + inserted());
    }

    /**
     * The rest of a line that has been taken out.
     *
     * @param bytes without the line feed
     * @param inserted how many of them stand for something else
     * @param line where it stands
     * @param column where it begins in its line
     */
    record RestOfLine(byte[] bytes, int inserted, int line, int column) {}

    /** Takes out the rest of the line, so that its end comes next. */
    RestOfLine takeRestOfLine() {
        // The line feeds of a value end no line of the script.
        var length = inserted();
        while (peek(length) != '\n' && peek(length) != END) {
            length++;
        }
        var rest = new RestOfLine(ahead(0, length), inserted(), line(), column());
        position += length;
        placed = position;
        return rest;
    }

    /** Puts the rest of a line, and a line feed, before what comes next. */
    void putBack(RestOfLine rest) {
        var line = Arrays.copyOf(rest.bytes(), rest.bytes().length + 1);
        line[rest.bytes().length] = '\n';
        replace(0, line);
        insertedEnd = position + rest.inserted();
        place.goBackTo(rest.line(), rest.column());
    }

    /** The line behind that of the next byte. */
    int nextLine() {
        settlePlace();
        return place.lineBehind();
    }

    /** The line of the next byte, counted from 1. */
    int line() {
        settlePlace();
        return place.line();
    }

    /** The column of the next byte in characters, counted from 1. */
    int column() {
        settlePlace();
        return place.column();
    }

    /** Counts what has been stepped over since a place was asked for last. */
    private void settlePlace() {
        var from = Math.max(placed, Math.min(position, insertedEnd));
        place.over(buffer, from, position);
        placed = position;
    }

    /** Keeps everything from here on until {@link #sinceMark()}. */
    void mark() {
        mark = position;
    }

    /** The bytes since the mark, which is given up. */
    byte[] sinceMark() {
        var bytes = Arrays.copyOfRange(buffer, mark, position);
        mark = -1;
        return bytes;
    }

    /** How many characters of UTF-8 have been kept since the mark. */
    int charactersSinceMark() {
        return characters(mark, position);
    }

    private int characters(int from, int to) {
        var characters = 0;
        for (var i = from; i < to; i++) {
            characters += (buffer[i] & 0xc0) == 0x80 ? 0 : 1;
        }
        return characters;
    }

    /** How many bytes have been stepped over, and read ahead, since the beginning. */
    long offset() {
        return offset;
    }

    /** How many bytes have been kept since the mark. */
    int lengthSinceMark() {
        return position - mark;
    }

    /**
     * Hands on the lines that are in the buffer, up to one that may end the data of a COPY; there must be a next byte.
     *
     * @return whether the next byte begins a line
     */
    boolean takeBufferedLines(CopyData.Consumer consumer) throws IOException {
        settlePlace();
        var at = position;
        do {
            while (at < limit && buffer[at] != '\n') {
                at++;
            }
            if (at == limit) {
                break;
            }
            at++;
            place.nextLine();
        } while (at < limit && !mayEndData(at));
        var start = position;
        position = at;
        placed = at;
        var atLineStart = buffer[at - 1] == '\n';
        consumer.accept(buffer, start, at - start);
        return atLineStart;
    }

    /** Whether the line that begins there may be the ending one, as far as the buffer shows. */
    private boolean mayEndData(int at) {
        return buffer[at] == '\\' && (at + 1 == limit || buffer[at + 1] == '.');
    }

    /** Reads until {@code wanted} bytes are ahead; false when the script ends before. */
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
                throw new UncheckedIOException(e);
            }
        }
        return limit - position >= wanted;
    }

    private void makeRoom() {
        if (limit < buffer.length) {
            return;
        }
        settlePlace();
        var keepFrom = mark >= 0 ? mark : position;
        var kept = limit - keepFrom;
        if (kept > buffer.length / 2) {
            var larger = (int) Math.min(LARGEST_BUFFER, buffer.length * 2L);
            buffer = Arrays.copyOfRange(buffer, keepFrom, keepFrom + larger);
        } else {
            System.arraycopy(buffer, keepFrom, buffer, 0, kept);
        }
        position -= keepFrom;
        placed = position;
        insertedEnd = Math.max(0, insertedEnd - keepFrom);
        limit = kept;
        mark = mark >= 0 ? 0 : -1;
    }
}
