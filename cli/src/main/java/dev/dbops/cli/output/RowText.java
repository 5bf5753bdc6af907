package dev.dbops.cli.output;

import dev.dbops.events.envelope.Utf8Buffer;

/** Text of rows on its way to standard output, in pieces of some size rather than row by row. */
final class RowText {
    private static final int PIECE = 32 * 1024;

    private final Output output;
    private final Utf8Buffer buffer = new Utf8Buffer();

    RowText(Output output) {
        this.output = output;
    }

    /** Where the next row is written. */
    Utf8Buffer next() {
        return buffer;
    }

    /** A row is complete. */
    void completed() {
        if (buffer.length() >= PIECE) {
            flush();
        }
    }

    /** Writes what there is. */
    void flush() {
        output.write(buffer);
        buffer.clear();
    }
}
