package dev.dbops.script.lexer;

import dev.dbops.InputFile;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * A script's bytes with the place of the next one, and with variables replaced by their values.
 *
 * <p>All SQL delimiters are ASCII, so a UTF-8 script is scanned as bytes and decoded statement by statement.
 */
final class ByteSource extends ByteWindow {
    private final ScriptPlace place = new ScriptPlace();
    /** The end of what {@link #place} has counted: at most {@link #position}, because places are rarely requested. */
    private int placed;
    /** The end of the bytes inserted by {@link #replace}; none of them counts. */
    private int insertedEnd;

    /** @param source names the stream in errors */
    ByteSource(InputStream in, InputFile source, TextSettings settings) {
        super(in, source, settings);
    }

    /**
     * Replaces the next bytes. Skipping the inserted bytes counts no lines or columns; skipping the last of them counts
     * the replaced text instead. A replacement within a replacement belongs to it.
     */
    void replace(int length, byte[] replacement) {
        settlePlace();
        var end = position + length;
        place.over(buffer, Math.min(Math.max(position, insertedEnd), end), end);
        splice(length, replacement);
        insertedEnd = Math.max(insertedEnd, end) - length + replacement.length;
    }

    /** The number of next bytes that were inserted by {@link #replace}. */
    int inserted() {
        return Math.max(insertedEnd - position, 0);
    }

    /** The same in characters of UTF-8. */
    int insertedCharacters() {
        return characters(position, position + inserted());
    }

    /**
     * The rest of a line that has been removed.
     *
     * @param bytes without the line feed
     * @param inserted how many of them replace something else
     * @param line its line
     * @param column where it begins in its line
     */
    record RestOfLine(byte[] bytes, int inserted, int line, int column) {}

    /** Removes the rest of the line, so that its end comes next. */
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

    /** Inserts the rest of a line, and a line feed, before the next byte. */
    void putBack(RestOfLine rest) {
        var line = Arrays.copyOf(rest.bytes(), rest.bytes().length + 1);
        line[rest.bytes().length] = '\n';
        replace(0, line);
        insertedEnd = position + rest.inserted();
        place.goBackTo(rest.line(), rest.column());
    }

    /** The line after that of the next byte. */
    int nextLine() {
        settlePlace();
        return place.nextLineNumber();
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

    /** Counts what has been skipped since the last request for a place. */
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
     * Passes on the buffered lines, up to one that may end the data of a COPY; there must be a next byte.
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

    /** Returns whether the line that begins there may be the ending line, as far as it is buffered. */
    private boolean mayEndData(int at) {
        return buffer[at] == '\\' && (at + 1 == limit || buffer[at + 1] == '.');
    }
}
