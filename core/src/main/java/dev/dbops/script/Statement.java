package dev.dbops.script;

import dev.dbops.InputFile;
import dev.dbops.ScriptPosition;
import java.util.ArrayList;
import java.util.List;

/**
 * One statement of a script, or several that {@code \;} holds together.
 *
 * @param text from its first token to its semicolon, with the values of variables filled in
 * @param commands how many commands the server sees in it: 1, and one more for each {@code \;}
 * @param ending what ended it
 * @param tokens its first tokens: words in lower case, signs for the rest (see {@link TokenTrail})
 * @param source the script it stands in
 * @param line the line of its first token, counted from 1
 * @param column the column of its first token in characters, counted from 1
 * @param substitutions where values stand for variables, in order
 */
record Statement(
        String text,
        int commands,
        Ending ending,
        List<String> tokens,
        InputFile source,
        int line,
        int column,
        List<Substitution> substitutions)
        implements Segment {

    /** How a statement ends. */
    enum Ending {
        /** A semicolon, or the end of the script. */
        SEND,
        /** {@code \g} or {@code \gx}. */
        GO,
        /** {@code \gexec}: each value of its result is a statement to run. */
        EXECUTE_RESULT
    }

    /**
     * A value in the place of a variable.
     *
     * @param start where the value begins in the text, in code points
     * @param inserted the value's length, in code points
     * @param replaced the length of what stands in the script, in code points
     */
    record Substitution(int start, int inserted, int replaced) {}

    /** The commands that {@code \;} holds together, each with its own tokens; usually the statement itself. */
    List<Statement> parts() {
        if (commands == 1) {
            return List.of(this);
        }
        var parts = new ArrayList<Statement>();
        var start = 0;
        for (var i = 0; i <= tokens.size(); i++) {
            if (i == tokens.size() || tokens.get(i).equals(";")) {
                var own = List.copyOf(tokens.subList(start, i));
                parts.add(new Statement(text, 1, ending, own, source, line, column, substitutions));
                start = i + 1;
            }
        }
        return parts;
    }

    /** Where the statement begins. */
    ScriptPosition position() {
        return new ScriptPosition(source.name(), line, column, "");
    }

    /**
     * Where in the script a character of this statement is.
     *
     * @param characters how many characters lie before it, counted in code points as the server counts
     */
    ScriptPosition position(int characters) {
        var length = text.codePointCount(0, text.length());
        var end = text.offsetByCodePoints(0, Math.min(characters, length));
        var atLine = line;
        var lineStart = 0;
        for (var i = 0; i < end; i++) {
            if (text.charAt(i) == '\n') {
                atLine++;
                lineStart = i + 1;
            }
        }
        var inLine = text.codePointCount(lineStart, end) + 1 - widening(text.codePointCount(0, lineStart), characters);
        return new ScriptPosition(source.name(), atLine, atLine == line ? column + inLine - 1 : inLine, "");
    }

    /** By how many characters values before this place, on its line, are longer than their variables. */
    private int widening(int lineStart, int characters) {
        var widening = 0;
        for (var substitution : substitutions) {
            var within = Math.min(substitution.inserted(), characters - substitution.start());
            if (substitution.start() >= lineStart && within > 0) {
                // A place inside a value is shown at its variable.
                widening += within < substitution.inserted() ? within : within - substitution.replaced();
            }
        }
        return widening;
    }

    /** The token at that place when it is a word, else an empty string. */
    String word(int index) {
        if (index >= tokens.size()) {
            return "";
        }
        var token = tokens.get(index);
        return Character.isLetter(token.charAt(0)) || token.charAt(0) == '_' ? token : "";
    }

    boolean contains(String word) {
        return tokens.contains(word);
    }

    /** Whether the data follows in the script: COPY ... FROM STDIN. The grammar takes STDOUT for the same. */
    boolean isCopyFromStdin() {
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

    /** Whether data leaves through the connection: COPY ... TO STDOUT. */
    boolean isCopyToStdout() {
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

    /** Whether it sets the state of the session that later statements rely on. */
    boolean isSetting() {
        return word(0).equals("set") || word(0).equals("reset");
    }
}
