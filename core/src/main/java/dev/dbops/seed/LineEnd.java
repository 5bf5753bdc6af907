package dev.dbops.seed;

/** The line end of a CSV file; the server expects all lines to end like the first one. */
enum LineEnd {
    LF,
    CRLF,
    CR;

    /** The last byte of the line end. */
    byte last() {
        return (byte) (this == CR ? '\r' : '\n');
    }

    /** The byte by which the server counts the lines inside quotes (copyfromparse.c, CopyReadLineText). */
    byte counted() {
        return (byte) (this == LF ? '\n' : '\r');
    }
}
