package dev.dbops.script;

/** A place in a script as a person counts: lines, and columns in characters, both from 1. */
final class ScriptPlace {
    private int line = 1;
    private int column = 1;

    int line() {
        return line;
    }

    int column() {
        return column;
    }

    /** Steps over bytes of UTF-8, or of an encoding of one byte a character. */
    void over(byte[] bytes, int from, int to) {
        // In local variables, which the first compiler keeps in registers.
        var atLine = line;
        var atColumn = column;
        for (var i = from; i < to; i++) {
            var next = bytes[i];
            if (next == '\n') {
                atLine++;
                atColumn = 1;
            } else if ((next & 0xc0) != 0x80) {
                // A byte that continues a character of UTF-8 does not count as a column.
                atColumn++;
            }
        }
        line = atLine;
        column = atColumn;
    }

    /** Steps over as many characters, none of which ends the line. */
    void overCharacters(int count) {
        column += count;
    }

    /** Steps to the beginning of the next line. */
    void nextLine() {
        line++;
        column = 1;
    }
}
