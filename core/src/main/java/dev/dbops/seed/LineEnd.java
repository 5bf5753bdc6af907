package dev.dbops.seed;

/** What ends the lines of a CSV file; the server expects all of them to end as the first one does. */
enum LineEnd {
    LF,
    CRLF,
    CR;

    /** The last byte of a line's end. */
    byte last() {
        return (byte) (this == CR ? '\r' : '\n');
    }

    /** The byte by which the server counts the lines inside quotes (copyfromparse.c, CopyReadLineText). */
    byte counted() {
        return (byte) (this == LF ? '\n' : '\r');
    }
}
