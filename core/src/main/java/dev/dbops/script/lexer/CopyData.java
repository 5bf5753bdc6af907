package dev.dbops.script.lexer;

import java.io.IOException;

/** The data of a COPY in a script, starting on the line after its statement. */
public final class CopyData {
    private CopyData() {}

    /** Receives the data of a COPY, in pieces of no particular size. */
    @FunctionalInterface
    public interface Consumer {
        void accept(byte[] bytes, int offset, int length) throws IOException;
    }

    /**
     * Passes on the following lines, up to the line {@code \.} that ends the data, or to the end of the script; the
     * ending line is skipped.
     */
    static void take(ByteSource bytes, Consumer consumer) throws IOException {
        skipLine(bytes);
        var atLineStart = true;
        while (bytes.peek() != ByteSource.END) {
            if (atLineStart && isEnd(bytes)) {
                skipLine(bytes);
                return;
            }
            atLineStart = bytes.takeBufferedLines(consumer);
        }
    }

    private static boolean isEnd(ByteSource bytes) {
        if (bytes.peek() != '\\' || bytes.peek(1) != '.') {
            return false;
        }
        var after = bytes.peek(2) == '\r' ? bytes.peek(3) : bytes.peek(2);
        return after == '\n' || after == ByteSource.END;
    }

    /** Skips everything up to and including the next line feed. */
    private static void skipLine(ByteSource bytes) {
        int next;
        while ((next = bytes.peek()) != ByteSource.END) {
            bytes.advance();
            if (next == '\n') {
                return;
            }
        }
    }
}
