package dev.dbops.script;

import java.io.IOException;

/** The data of a COPY as it stands in a script, from the line behind its statement on. */
final class CopyData {
    private CopyData() {}

    /** Receives the data of a COPY, in pieces of no particular size. */
    @FunctionalInterface
    interface Consumer {
        void accept(byte[] bytes, int offset, int length) throws IOException;
    }

    /**
     * Hands on the lines behind this one, up to the line {@code \.} that ends the data, or to the end of the script; the
     * ending line is stepped over and not handed on.
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
        var behind = bytes.peek(2) == '\r' ? bytes.peek(3) : bytes.peek(2);
        return behind == '\n' || behind == ByteSource.END;
    }

    /** Steps over everything up to and with the next line feed. */
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
