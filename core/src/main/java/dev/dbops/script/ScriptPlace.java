package dev.dbops.script;

/** A place in a script as a person counts: lines, and columns in characters, both from 1. */
final class ScriptPlace {
    private int line = 1;
    private int column = 1;
    /** The line behind this one where it is not the next: behind a line that was gone back to. 0 otherwise. */
    private int resumed;

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
        var atResumed = resumed;
        for (var i = from; i < to; i++) {
            var next = bytes[i];
            if (next == '\n') {
                atLine = atResumed > 0 ? atResumed : atLine + 1;
                atResumed = 0;
                atColumn = 1;
            } else if ((next & 0xc0) != 0x80) {
                // A byte that continues a character of UTF-8 does not count as a column.
                atColumn++;
            }
        }
        line = atLine;
        column = atColumn;
        resumed = atResumed;
    }

    /** Steps over as many characters, none of which ends the line. */
    void overCharacters(int count) {
        column += count;
    }

    /** Steps to the beginning of the next line. */
    void nextLine() {
        line = lineBehind();
        resumed = 0;
        column = 1;
    }

    /** The line behind this one. */
    int lineBehind() {
        return resumed > 0 ? resumed : line + 1;
    }

    /** Goes back to the rest of an earlier line, behind which comes the one that it has come to now. */
    void goBackTo(int earlier, int inLine) {
        resumed = line;
        line = earlier;
        column = inLine;
    }
}
