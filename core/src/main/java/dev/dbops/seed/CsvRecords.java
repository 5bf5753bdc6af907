package dev.dbops.seed;

import java.io.IOException;
import java.io.InputStream;

/**
 * The records of a CSV file, one by one, split as the server splits them: a quote opens and closes anywhere, and a line
 * end outside quotes ends the record (copyfromparse.c, CopyReadLineText).
 *
 * <p>Records are passed on in pieces, so that memory use is constant even if a quote is never closed.
 */
final class CsvRecords {
    /** The largest piece of a record, in bytes. */
    static final int LARGEST_PIECE = 64 * 1024;

    /** The length of {@code \.} and the byte after it. */
    private static final int LOOK_AHEAD = 3;

    /** Servers before version 18 read a line of {@code \.} as the end of the data, unless it is quoted. */
    private static final byte[] QUOTED_MARKER = {'"', '\\', '.', '"'};

    private final InputStream in;
    private final byte last;
    private final byte counted;
    private final byte[] buffer = new byte[LARGEST_PIECE];
    private int position;
    private int limit;
    private boolean ended;
    private long nextLine = 1;
    private long line = 1;
    private long serverLine;

    CsvRecords(InputStream in, LineEnd lineEnd) {
        this.in = in;
        this.last = lineEnd.last();
        this.counted = lineEnd.counted();
    }

    /** Receives the bytes of records. */
    @FunctionalInterface
    interface Sink<E extends Exception> {
        void accept(byte[] bytes, int offset, int length) throws E;
    }

    /**
     * Passes on the next record with its line end.
     *
     * @return false at the end of the file
     */
    <E extends Exception> boolean next(Sink<E> sink) throws IOException, E {
        if (!has(1)) {
            return false;
        }
        line = nextLine;
        serverLine++;
        if (isEndMarker()) {
            sink.accept(QUOTED_MARKER, 0, QUOTED_MARKER.length);
            position += 2;
        }
        // The server has yet to determine the line end from the header.
        var lineInQuotes = serverLine == 1 ? '\r' : counted;
        var quoted = false;
        while (has(1)) {
            var start = position;
            while (position < limit) {
                var next = buffer[position++];
                if (next == '"') {
                    quoted = !quoted;
                }
                if (quoted && next == lineInQuotes) {
                    serverLine++;
                }
                if (next == last) {
                    nextLine++;
                    if (!quoted) {
                        sink.accept(buffer, start, position - start);
                        return true;
                    }
                }
            }
            sink.accept(buffer, start, position - start);
        }
        return true;
    }

    /** The line of the file where the last record begins, counted from 1. */
    long line() {
        return line;
    }

    /** The line number that the server reports for the last record. */
    long serverLine() {
        return serverLine;
    }

    private boolean isEndMarker() throws IOException {
        if (buffer[position] != '\\' || !has(2) || buffer[position + 1] != '.') {
            return false;
        }
        return !has(LOOK_AHEAD) || buffer[position + 2] == '\n' || buffer[position + 2] == '\r';
    }

    /** Reads until this many bytes are ahead; returns false if the file ends before. */
    private boolean has(int wanted) throws IOException {
        while (!ended && limit - position < wanted) {
            if (position > 0) {
                System.arraycopy(buffer, position, buffer, 0, limit - position);
                limit -= position;
                position = 0;
            }
            var read = in.read(buffer, limit, LARGEST_PIECE - limit);
            if (read < 0) {
                ended = true;
            } else {
                limit += read;
            }
        }
        return limit - position >= wanted;
    }
}
