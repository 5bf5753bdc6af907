package dev.dbops.text;

/**
 * Makes text from a server, AWS or a file safe for a terminal: characters that control the terminal, reorder the line
 * or are invisible are escaped.
 *
 * <p>ASCII control characters become {@code \x1B}, as psql shows them; all other escaped characters become {@code
 * \}{@code u202E}, which JSON reads as the same character, so that JSON stays valid. Line feeds and tabs stay.
 */
public final class VisibleText {
    private static final int DELETE = 0x7f;
    private static final int ZERO_WIDTH_NON_JOINER = 0x200c;
    private static final int ZERO_WIDTH_JOINER = 0x200d;

    /**
     * The first and last code points of ranges that are invisible or change how adjacent characters are shown: format
     * controls (general categories Cf, Zl and Zp) and the fillers of DerivedCoreProperties.txt,
     * Default_Ignorable_Code_Point. Variation selectors are missing: emoji need them, and they only choose between two
     * forms of a visible character.
     */
    private static final int[] INVISIBLE = {
        0x7f, 0x9f, 0xad, 0xad, 0x34f, 0x34f, 0x61c, 0x61c, 0x115f, 0x1160, 0x17b4, 0x17b5, 0x180b, 0x180f, 0x200b,
        0x200f, 0x2028, 0x202e, 0x2060, 0x206f, 0x3164, 0x3164, 0xd800, 0xdfff, 0xfeff, 0xfeff, 0xffa0, 0xffa0, 0xfff0,
        0xfffb, 0xfffe, 0xffff, 0x1bca0, 0x1bca3, 0x1d173, 0x1d17a, 0xe0000, 0xe0fff
    };

    private VisibleText() {}

    /** The text with unsafe characters escaped; the same object when there are none. */
    public static String of(String text) {
        for (var i = 0; i < text.length(); i++) {
            var letter = text.charAt(i);
            if (letter < ' ' && letter != '\n' && letter != '\t' || letter >= DELETE && isWrittenOut(text, i)) {
                return writtenOut(text, i);
            }
            if (Character.isHighSurrogate(letter)) {
                // its other half is not a separate character
                i++;
            }
        }
        return text;
    }

    /** Like {@link #of}, for text that must stay on one line: line feeds and tabs are escaped too. */
    public static String line(String text) {
        return of(text).replace("\n", "\\n").replace("\t", "\\t");
    }

    private static String writtenOut(String text, int first) {
        var shown = new StringBuilder(text.length() + 16).append(text, 0, first);
        for (var i = first; i < text.length(); ) {
            var character = text.codePointAt(i);
            if (character < ' ' && character != '\n' && character != '\t') {
                shown.append(character == '\r' ? "\\r" : "\\x%02X".formatted(character));
            } else if (character >= DELETE && isWrittenOut(text, i)) {
                escape(character, shown);
            } else {
                shown.appendCodePoint(character);
            }
            i += Character.charCount(character);
        }
        return shown.toString();
    }

    private static void escape(int character, StringBuilder shown) {
        for (var unit : Character.toChars(character)) {
            shown.append("\\u%04X".formatted((int) unit));
        }
    }

    private static boolean isWrittenOut(String text, int index) {
        var character = text.codePointAt(index);
        return isInvisible(character) && !joinsScript(text, index, character);
    }

    private static boolean isInvisible(int character) {
        // sorted, so that the first comparisons decide for most letters
        for (var i = 0; i < INVISIBLE.length; i += 2) {
            if (character < INVISIBLE[i]) {
                return false;
            }
            if (character <= INVISIBLE[i + 1]) {
                return true;
            }
        }
        return false;
    }

    /** Only Persian and Indic words, and emoji, need joiners between their letters. */
    private static boolean joinsScript(String text, int index, int character) {
        return (character == ZERO_WIDTH_NON_JOINER || character == ZERO_WIDTH_JOINER)
                && index > 0
                && index + 1 < text.length()
                && isJoined(text.codePointBefore(index))
                && isJoined(text.codePointAt(index + 1));
    }

    private static boolean isJoined(int character) {
        return character > 0x2ff && !isInvisible(character);
    }
}
