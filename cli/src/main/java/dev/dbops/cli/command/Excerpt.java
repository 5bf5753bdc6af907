package dev.dbops.cli.command;

import dev.dbops.ScriptPosition;
import java.util.function.UnaryOperator;

/**
 * The part of a script's line that fits on a terminal's line, and the white space before a caret that marks a
 * character.
 *
 * @param text the part of the line
 * @param indent as wide as the text before the marked character; tabs are kept, so that the caret is below the
 *     character
 */
public record Excerpt(String text, String indent) {
    private static final int WIDTH = 120;
    private static final int BEFORE = 60;

    /**
     * @param shown converts text to the form that is shown, which may be longer or shorter
     */
    public static Excerpt of(ScriptPosition position, UnaryOperator<String> shown) {
        var written = position.lineText();
        var column = Math.min(Math.max(position.column() - 1, 0), written.codePointCount(0, written.length()));
        // redacted as a whole: in a part of a line, a secret may not be recognized
        var line = shown.apply(written);
        var length = line.codePointCount(0, line.length());
        var before = shown.apply(written.substring(0, written.offsetByCodePoints(0, column)));
        var place = Math.min(before.codePointCount(0, before.length()), length);
        var first = length <= WIDTH ? 0 : Math.max(0, Math.min(place - BEFORE, length - WIDTH));
        var last = Math.min(length, first + WIDTH);
        var start = line.offsetByCodePoints(0, first);
        var text = line.substring(start, line.offsetByCodePoints(start, last - first));
        var indent = new StringBuilder();
        line.substring(start, line.offsetByCodePoints(start, place - first))
                .codePoints()
                .forEach(character -> indent.append(character == '\t' ? '\t' : ' '));
        return new Excerpt(text, indent.toString());
    }
}
