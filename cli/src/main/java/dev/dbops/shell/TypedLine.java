package dev.dbops.shell;

import java.util.List;
import java.util.Optional;
import org.jline.reader.CompletingParsedLine;

/**
 * A line with a word to complete.
 *
 * @param line the whole text
 * @param cursor the position of the cursor
 * @param word the part of the word that precedes the cursor
 */
record TypedLine(String line, int cursor, String word) implements CompletingParsedLine {
    static TypedLine of(String line, int cursor) {
        var start = cursor;
        while (start > 0 && isPartOfWord(line.charAt(start - 1))) {
            start--;
        }
        if (start > 0 && line.charAt(start - 1) == '\\') {
            start--;
        }
        return new TypedLine(line, cursor, line.substring(start, cursor));
    }

    private static boolean isPartOfWord(char character) {
        return Character.isJavaIdentifierPart(character) || character == '.' || character == '"';
    }

    /** The word before the one to complete; empty if there is none. */
    String previous() {
        return lastWord(line.substring(0, cursor - word.length()).stripTrailing());
    }

    /** The word in front of {@link #previous}. */
    String beforePrevious() {
        var before = line.substring(0, cursor - word.length()).stripTrailing();
        return lastWord(
                before.substring(0, before.length() - previous().length()).stripTrailing());
    }

    /** The command with a backslash that the line begins with, without the backslash, when its arguments follow. */
    Optional<String> command() {
        var words = line.substring(0, cursor - word.length()).strip().split("\\s+", 2);
        return words[0].startsWith("\\") ? Optional.of(words[0].substring(1)) : Optional.empty();
    }

    private static String lastWord(String before) {
        var start = before.length();
        while (start > 0 && !Character.isWhitespace(before.charAt(start - 1))) {
            start--;
        }
        return before.substring(start);
    }

    @Override
    public int wordCursor() {
        return word.length();
    }

    /** Returns the candidate unchanged: names of the catalog are already quoted where necessary. */
    @Override
    public CharSequence escape(CharSequence candidate, boolean complete) {
        return candidate;
    }

    @Override
    public int rawWordCursor() {
        return word.length();
    }

    @Override
    public int rawWordLength() {
        return word.length();
    }

    @Override
    public int wordIndex() {
        return 0;
    }

    @Override
    public List<String> words() {
        return List.of(word);
    }
}
