package dev.dbops.aws.dataapi;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.postgresql.core.Parser;

/** The words of a statement, without those in strings, quoted names and comments. */
final class SqlWords {
    /**
     * A word.
     *
     * @param text the word in lower case
     * @param start its offset
     * @param depth the number of parentheses that are open before it
     * @param afterParenthesis whether it is the first word after an opening parenthesis
     */
    record Word(String text, int start, int depth, boolean afterParenthesis) {}

    private SqlWords() {}

    static List<Word> of(String sql) {
        var letters = sql.toCharArray();
        var words = new ArrayList<Word>();
        var depth = 0;
        var opened = false;
        for (var i = 0; i < letters.length; i++) {
            var end = lastOfQuoted(letters, i);
            if (end > i) {
                opened &= letters[i] == '-' || letters[i] == '/';
                i = end;
            } else if (Character.isJavaIdentifierStart(letters[i]) && letters[i] != '$') {
                var start = i;
                while (i + 1 < letters.length && Character.isJavaIdentifierPart(letters[i + 1])) {
                    i++;
                }
                var text = sql.substring(start, i + 1).toLowerCase(Locale.ROOT);
                words.add(new Word(text, start, depth, opened));
                opened = false;
            } else if (letters[i] == '(') {
                depth++;
                opened = true;
            } else if (letters[i] == ')') {
                depth--;
                opened = false;
            } else if (!Character.isWhitespace(letters[i])) {
                opened = false;
            }
        }
        return words;
    }

    /** The offset of the last letter of a string, a quoted name or a comment that begins here; otherwise the same. */
    static int lastOfQuoted(char[] sql, int at) {
        return switch (sql[at]) {
            case '\'' -> Math.min(Parser.parseSingleQuotes(sql, at, true), sql.length - 1);
            case '"' -> Math.min(Parser.parseDoubleQuotes(sql, at), sql.length - 1);
            case '-' -> Math.min(Parser.parseLineComment(sql, at), sql.length - 1);
            case '/' -> Math.min(Parser.parseBlockComment(sql, at), sql.length - 1);
            case '$' -> Math.min(Parser.parseDollarQuotes(sql, at), sql.length - 1);
            default -> at;
        };
    }
}
