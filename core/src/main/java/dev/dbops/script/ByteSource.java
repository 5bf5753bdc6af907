package dev.dbops.script;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * A script's bytes with the place of the next one, and with what stands for a variable in the place of its name.
 *
 * <p>Every delimiter of SQL is ASCII, so that a script in UTF-8 is scanned as bytes and decoded a statement at a time.
 */
final class ByteSource extends ByteWindow {
    private final ScriptPlace place = new ScriptPlace();
    /** The end of what {@link #place} has stepped over: at most {@link #position}, because few places are asked for. */
    private int placed;
    /** The end of the bytes that {@link #replace} has put there; none of them counts. */
    private int insertedEnd;

    ByteSource(InputStream in) {
        super(in);
    }

    /**
     * Puts other bytes in the place of the next ones. Stepping over them counts no lines and no columns, but stands for
     * what was replaced when the last of them is stepped over. What is replaced within a replacement belongs to it.
     */
    void replace(int length, byte[] replacement) {
        settlePlace();
        var end = position + length;
        place.over(buffer, Math.min(Math.max(position, insertedEnd), end), end);
        splice(length, replacement);
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

    @Override
    protected void givingUp(int count) {
        settlePlace();
        placed = position - count;
        insertedEnd = Math.max(0, insertedEnd - count);
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
}
