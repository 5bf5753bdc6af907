package dev.dbops.cli.output;

import dev.dbops.text.Utf8Buffer;
import java.util.function.Consumer;

/** Text of rows on its way to standard output, in pieces of some size rather than row by row. */
final class RowText {
    private static final int PIECE = 32 * 1024;

    private final Consumer<Utf8Buffer> output;
    private final Utf8Buffer buffer = new Utf8Buffer();

    /**
     * @param output takes the pieces; what it takes is used again once it returns
     */
    RowText(Consumer<Utf8Buffer> output) {
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
        output.accept(buffer);
        buffer.clear();
    }
}
