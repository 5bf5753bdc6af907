package dev.dbops.script.lexer;

import dev.dbops.InputFile;
import java.util.ArrayList;
import java.util.List;

/**
 * The text of the current statement. It comes in pieces if psql commands interrupt it. The place of each piece in the
 * script is kept, and the text that replaces variables.
 */
final class StatementText {
    private final ByteSource bytes;
    private final InputFile script;
    private final StringBuilder earlier = new StringBuilder();
    private List<Statement.Anchor> anchors = new ArrayList<>();
    private int earlierCharacters;
    private int line;
    private int column;
    private int pieceLine;
    private int pieceColumn;
    private boolean open;

    StatementText(ByteSource bytes, InputFile script) {
        this.bytes = bytes;
        this.script = script;
    }

    /** The statement begins with the next byte. */
    void begin() {
        line = bytes.line();
        column = bytes.column();
        beginPiece();
    }

    private void beginPiece() {
        pieceLine = bytes.line();
        pieceColumn = bytes.column();
        open = true;
        bytes.mark();
        if (bytes.inserted() > 0) {
            anchors.add(new Statement.Anchor(earlierCharacters, pieceLine, pieceColumn, true));
            var end = earlierCharacters + bytes.insertedCharacters();
            anchors.add(new Statement.Anchor(end, pieceLine, pieceColumn, false));
        } else if (!earlier.isEmpty()) {
            anchors.add(new Statement.Anchor(earlierCharacters, pieceLine, pieceColumn, false));
        }
    }

    /** The text that comes next is not part of it. */
    void pause() {
        var piece = piece();
        earlierCharacters += piece.codePointCount(0, piece.length());
        earlier.append(piece);
    }

    /** It continues with the next byte. */
    void resume() {
        beginPiece();
    }

    private String piece() {
        open = false;
        return ScriptText.decode(bytes.sinceMark(), bytes.settings(), script, pieceLine, pieceColumn);
    }

    /** The line where it begins, counted from 1. */
    int line() {
        return line;
    }

    /** The column where it begins, in characters, counted from 1. */
    int column() {
        return column;
    }

    /** Its size so far: bytes, and UTF-16 units of the pieces before. */
    long length() {
        return (long) earlier.length() + bytes.lengthSinceMark();
    }

    /**
     * The text that comes next is about to be replaced.
     *
     * @param inserted its length in characters
     * @param replaced the length of the text in the script, in characters
     */
    void replacing(int inserted, int replaced) {
        if (!open) {
            return;
        }
        if (bytes.inserted() > 0) {
            // Text inside a value has the place of its variable; only the end of the value moves.
            var end = anchors.removeLast();
            anchors.add(new Statement.Anchor(end.start() + inserted - replaced, end.line(), end.column(), false));
            return;
        }
        var start = earlierCharacters + bytes.charactersSinceMark();
        anchors.add(new Statement.Anchor(start, bytes.line(), bytes.column(), true));
        anchors.add(new Statement.Anchor(start + inserted, bytes.line(), bytes.column() + replaced, false));
    }

    /** The statement ends before the next byte. */
    Statement end(int commands, Statement.Ending ending, List<String> tokens) {
        var text = piece();
        if (!earlier.isEmpty()) {
            text = earlier.append(text).toString();
            earlier.setLength(0);
            earlierCharacters = 0;
        }
        var taken = anchors.isEmpty() ? List.<Statement.Anchor>of() : anchors;
        anchors = anchors.isEmpty() ? anchors : new ArrayList<>();
        return new Statement(text, commands, ending, tokens, script, line, column, taken);
    }
}
