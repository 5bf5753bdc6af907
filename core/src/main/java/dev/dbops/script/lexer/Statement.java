package dev.dbops.script.lexer;

import dev.dbops.InputFile;
import dev.dbops.ScriptPosition;
import java.util.ArrayList;
import java.util.List;

/**
 * One statement of a script, or several joined by {@code \;}.
 *
 * @param text from its first token to its semicolon, with the values of variables filled in
 * @param commands how many commands the server sees in it: 1, and one more for each after a {@code \;}
 * @param ending what ended it
 * @param tokens its first tokens: words in lower case, signs for the rest (see {@link TokenTrail})
 * @param source the script that contains it
 * @param line the line of its first token, counted from 1
 * @param column the column of its first token in characters, counted from 1
 * @param anchors where the text's places in the script differ from those that counting gives, in order
 */
public record Statement(
        String text,
        int commands,
        Ending ending,
        List<String> tokens,
        InputFile source,
        int line,
        int column,
        List<Anchor> anchors)
        implements Segment {

    /** The ways in which a statement ends. */
    public enum Ending {
        /** A semicolon, or the end of the script. */
        SEND,
        /** {@code \g} or {@code \gx}. */
        GO,
        /** {@code \gexec}: each value of its result is a statement to run. */
        EXECUTE_RESULT
    }

    /**
     * A place in the text whose place in the script is known.
     *
     * @param start the place in the text, in code points
     * @param line the line in the script, counted from 1
     * @param column the column there, in characters, counted from 1
     * @param fixed whether all following text has this place, as in a variable's value
     */
    public record Anchor(int start, int line, int column, boolean fixed) {}

    /** The same statement, repeated by a command. */
    public Statement sentBy(Ending other) {
        return new Statement(text, commands, other, tokens, source, line, column, anchors);
    }

    /** The commands joined by {@code \;}, each with its own tokens; usually the statement itself. */
    public List<Statement> parts() {
        if (commands == 1) {
            return List.of(this);
        }
        var parts = new ArrayList<Statement>();
        var start = 0;
        for (var i = 0; i <= tokens.size(); i++) {
            if ((i == tokens.size() || tokens.get(i).equals(";")) && i > start) {
                var own = List.copyOf(tokens.subList(start, i));
                parts.add(new Statement(text, 1, ending, own, source, line, column, anchors));
                start = i + 1;
            }
        }
        return parts;
    }

    /** Where the statement begins. */
    public ScriptPosition position() {
        return new ScriptPosition(source.name(), line, column, "");
    }

    /**
     * The place in the script of a character of this statement.
     *
     * @param characters how many characters precede it, in code points as the server counts
     */
    public ScriptPosition position(int characters) {
        var from = new Anchor(0, line, column, false);
        for (var anchor : anchors) {
            from = anchor.start() <= characters ? anchor : from;
        }
        var atLine = from.line();
        var atColumn = from.column();
        if (!from.fixed()) {
            var at = text.offsetByCodePoints(0, Math.min(from.start(), text.codePointCount(0, text.length())));
            for (var left = characters - from.start(); left > 0 && at < text.length(); left--) {
                var next = text.codePointAt(at);
                at += Character.charCount(next);
                atLine += next == '\n' ? 1 : 0;
                atColumn = next == '\n' ? 1 : atColumn + 1;
            }
        }
        return new ScriptPosition(source.name(), atLine, atColumn, "");
    }

    /** The token at that place if it is a word, else an empty string. */
    public String word(int index) {
        if (index >= tokens.size()) {
            return "";
        }
        var token = tokens.get(index);
        return Character.isLetter(token.charAt(0)) || token.charAt(0) == '_' ? token : "";
    }

    public boolean contains(String word) {
        return tokens.contains(word);
    }

    /** Returns whether the data follows in the script: COPY ... FROM STDIN. The grammar accepts STDOUT too. */
    public boolean isCopyFromStdin() {
        if (!word(0).equals("copy")) {
            return false;
        }
        var depth = 0;
        for (var i = 1; i < tokens.size(); i++) {
            depth += switch (tokens.get(i)) {
                case "(" -> 1;
                case ")" -> -1;
                default -> 0;
            };
            if (depth == 0 && word(i).equals("from")) {
                return word(i + 1).equals("stdin") || word(i + 1).equals("stdout");
            }
        }
        return false;
    }

    /** Returns whether data is sent to the client: COPY ... TO STDOUT. */
    public boolean isCopyToStdout() {
        if (!word(0).equals("copy")) {
            return false;
        }
        for (var i = 1; i < tokens.size(); i++) {
            if (word(i).equals("to")
                    && (word(i + 1).equals("stdout") || word(i + 1).equals("stdin"))) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether it sets session state that later statements rely on. */
    public boolean isSetting() {
        return word(0).equals("set") || word(0).equals("reset");
    }
}
