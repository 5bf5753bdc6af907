package dev.dbops.script.lexer;

/** A place in a script, for people: line, and column in characters, both counted from 1. */
final class ScriptPlace {
    private int line = 1;
    private int column = 1;
    /** The line after this one if it is not the next: after a return to an earlier line. 0 otherwise. */
    private int resumed;

    int line() {
        return line;
    }

    int column() {
        return column;
    }

    /** Skips bytes of UTF-8, or of a single-byte encoding. */
    void over(byte[] bytes, int from, int to) {
        // In local variables, which the C1 compiler keeps in registers.
        var atLine = line;
        var atColumn = column;
        var atResumed = resumed;
        for (var i = from; i < to; i++) {
            var next = bytes[i];
            if (next == '\n') {
                atLine = atResumed > 0 ? atResumed : atLine + 1;
                atResumed = 0;
                atColumn = 1;
            } else if ((next & 0xc0) != 0x80) {
                // A UTF-8 continuation byte does not count as a column.
                atColumn++;
            }
        }
        line = atLine;
        column = atColumn;
        resumed = atResumed;
    }

    /** Skips this many characters, none of which ends the line. */
    void overCharacters(int count) {
        column += count;
    }

    /** Moves to the beginning of the next line. */
    void nextLine() {
        line = nextLineNumber();
        resumed = 0;
        column = 1;
    }

    /** The line after this one. */
    int nextLineNumber() {
        return resumed > 0 ? resumed : line + 1;
    }

    /** Returns to the rest of an earlier line, which the current line follows. */
    void goBackTo(int earlier, int inLine) {
        resumed = line;
        line = earlier;
        column = inLine;
    }
}
