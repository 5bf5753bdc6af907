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
    private int line = 1;
    private int column = 1;
    private int insertedLeft;
    /** The line behind a line that was put back, 0 for the usual one. */
    private int lineBehind;

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
        return position + distance < limit || fill(distance + 1) ? buffer[position + distance] & 0xff : END;
    }

    /** The bytes from one distance ahead to another; all of them must be there. */
    byte[] ahead(int from, int to) {
        var taken = new byte[to - from];
        for (var i = from; i < to; i++) {
            taken[i - from] = (byte) peek(i);
        }
        return taken;
    }

    /** The same as text. */
    String textAhead(int from, int to) {
        return new String(ahead(from, to), charset);
    }

    /** Steps over the next byte, which must not be the end. */
    void advance() {
        var next = buffer[position++];
        if (insertedLeft > 0) {
            insertedLeft--;
        } else if (next == '\n') {
            nextLine();
        } else if ((next & 0xc0) != 0x80) {
            // A byte that continues a character of UTF-8 does not count as a column.
            column++;
        }
    }

    private void nextLine() {
        line = lineBehind > 0 ? lineBehind : line + 1;
        lineBehind = 0;
        column = 1;
    }

    void advance(int count) {
        for (var i = 0; i < count; i++) {
            advance();
        }
    }

    /**
     * Puts other bytes in the place of the next ones. Stepping over them counts no lines and no columns, but stands for
     * what was replaced when the last of them is stepped over. What is replaced within a replacement belongs to it.
     */
    void replace(int length, byte[] replacement) {
        var columns = 0;
        for (var i = 0; i < length; i++) {
            columns += (peek(i) & 0xc0) == 0x80 ? 0 : 1;
        }
        var tail = limit - position - length;
        var room = position + replacement.length + tail <= buffer.length
                ? buffer
                : Arrays.copyOf(buffer, position + replacement.length + tail + INITIAL_BUFFER);
        System.arraycopy(buffer, position + length, room, position + replacement.length, tail);
        System.arraycopy(replacement, 0, room, position, replacement.length);
        buffer = room;
        limit += replacement.length - length;
        column += insertedLeft > 0 ? 0 : columns;
        insertedLeft = Math.max(insertedLeft - length, 0) + replacement.length;
    }

    /** How many of the next bytes are those that {@link #replace} has put there. */
    int inserted() {
        return insertedLeft;
    }

    /** The same in characters of UTF-8. */
    int insertedCharacters() {
        var characters = 0;
        for (var i = position; i < position + insertedLeft; i++) {
            characters += (buffer[i] & 0xc0) == 0x80 ? 0 : 1;
        }
        return characters;
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

    /** Takes out the rest of the line, so that the next line comes next. */
    RestOfLine takeRestOfLine() {
        // The line feeds of a value end no line of the script.
        var length = insertedLeft;
        while (peek(length) != '\n' && peek(length) != END) {
            length++;
        }
        var rest = new RestOfLine(ahead(0, length), insertedLeft, line, column);
        insertedLeft = 0;
        position += length;
        skipLine();
        return rest;
    }

    /** Puts the rest of a line, and a line feed, before what comes next. */
    void putBack(RestOfLine rest) {
        var lineFeed = Arrays.copyOf(rest.bytes(), rest.bytes().length + 1);
        lineFeed[rest.bytes().length] = '\n';
        replace(0, lineFeed);
        insertedLeft = rest.inserted();
        lineBehind = line;
        line = rest.line();
        column = rest.column();
    }

    /** The line behind that of the next byte. */
    int nextLineNumber() {
        return lineBehind > 0 ? lineBehind : line + 1;
    }

    /** The line of the next byte, counted from 1. */
    int line() {
        return line;
    }

    /** The column of the next byte in characters, counted from 1. */
    int column() {
        return column;
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
        var characters = 0;
        for (var i = mark; i < position; i++) {
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
     * Hands on whole lines, up to the line {@code \\.} that ends the data of a COPY, or to the end of the script; the
     * ending line is stepped over and not handed on. Must be called at the beginning of a line.
     */
    void takeCopyData(DataConsumer consumer) throws IOException {
        var atLineStart = true;
        while (peek() != END) {
            if (atLineStart && atEndOfData()) {
                skipLine();
                return;
            }
            var start = position;
            atLineStart = takeBufferedLines();
            consumer.accept(buffer, start, position - start);
        }
    }

    /**
     * Steps over the lines that are in the buffer, up to one that may end the data.
     *
     * @return whether the next byte begins a line
     */
    private boolean takeBufferedLines() {
        do {
            while (position < limit && buffer[position] != '\n') {
                position++;
            }
            if (position == limit) {
                return false;
            }
            position++;
            line++;
            column = 1;
        } while (position < limit && !mayEndData());
        return true;
    }

    /** Whether the line that begins here may be the ending one, as far as the buffer shows. */
    private boolean mayEndData() {
        return buffer[position] == '\\' && (position + 1 == limit || buffer[position + 1] == '.');
    }

    private boolean atEndOfData() {
        if (peek() != '\\' || peek(1) != '.') {
            return false;
        }
        var behind = peek(2) == '\r' ? peek(3) : peek(2);
        return behind == '\n' || behind == END;
    }

    /** Steps over everything up to and with the next line feed. */
    void skipLine() {
        int next;
        while ((next = peek()) != END) {
            advance();
            if (next == '\n') {
                return;
            }
        }
    }

    /** Receives the data of a COPY, in pieces of no particular size. */
    @FunctionalInterface
    interface DataConsumer {
        void accept(byte[] bytes, int offset, int length) throws IOException;
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
        var keepFrom = mark >= 0 ? mark : position;
        var kept = limit - keepFrom;
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
