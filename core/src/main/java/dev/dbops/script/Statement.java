package dev.dbops.script;

import dev.dbops.ScriptPosition;
import java.util.List;
import java.util.Locale;

/**
 * One statement of a script.
 *
 * @param text from its first token to its semicolon, as written
 * @param line the line of its first token, counted from 1
 * @param column the column of its first token in characters, counted from 1
 * @param tokens its first tokens: words in lower case, one sign for anything else (see {@link TokenTrail})
 */
record Statement(String text, int line, int column, List<String> tokens) {

    /** Where the statement begins. */
    ScriptPosition position(String file) {
        return new ScriptPosition(file, line, column, "");
    }

    /**
     * Where in the script a character of this statement is.
     *
     * @param characters how many characters lie before it, counted in code points as the server counts
     */
    ScriptPosition position(String file, int characters) {
        var end = text.offsetByCodePoints(0, Math.min(characters, text.codePointCount(0, text.length())));
        var atLine = line;
        var lineStart = 0;
        for (var i = 0; i < end; i++) {
            if (text.charAt(i) == '\n') {
                atLine++;
                lineStart = i + 1;
            }
        }
        var inLine = text.codePointCount(lineStart, end) + 1;
        return new ScriptPosition(file, atLine, atLine == line ? column + inLine - 1 : inLine, "");
    }

    /** The statement's kind as its first words say it, such as "DROP TABLE". */
    String headline() {
        var first = word(0);
        var second = word(1);
        return second.isEmpty() ? first.toUpperCase(Locale.ROOT) : (first + " " + second).toUpperCase(Locale.ROOT);
    }

    /** The token at that place when it is a word, else an empty string. */
    String word(int index) {
        if (index >= tokens.size()) {
            return "";
        }
        var token = tokens.get(index);
        return Character.isLetter(token.charAt(0)) ? token : "";
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

    /** Whether it begins or ends a transaction, which is the runner's business. Savepoints are the script's. */
    boolean controlsTransaction() {
        return switch (word(0)) {
            case "begin", "start", "commit", "end", "abort" -> true;
            case "rollback" -> !tokens.contains("to");
            case "prepare" -> word(1).equals("transaction");
            default -> false;
        };
    }

    /** Whether it drops, truncates or deletes what is there. */
    boolean destroys() {
        return switch (word(0)) {
            case "drop", "truncate", "delete" -> true;
            case "alter" -> dropsInAlter();
            case "with", "explain", "merge" -> tokens.contains("delete");
            default -> false;
        };
    }

    /** ALTER ... DROP of something, but not of a property such as a default or NOT NULL. */
    private boolean dropsInAlter() {
        for (var i = 1; i < tokens.size(); i++) {
            if (word(i).equals("drop")) {
                var what = word(i + 1);
                switch (what) {
                    case "not", "default", "expression", "identity" -> {}
                    default -> {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    /** Whether the statements behind it are read by other rules, so that none may travel in one message with it. */
    boolean changesLexing() {
        return (word(0).equals("set") || word(0).equals("reset"))
                && (tokens.contains("standard_conforming_strings") || tokens.contains("client_encoding"));
    }
}
