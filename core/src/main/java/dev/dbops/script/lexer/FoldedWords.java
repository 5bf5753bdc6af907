package dev.dbops.script.lexer;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/** Unquoted words as the server folds them; a script repeats a few words, which are created only once. */
final class FoldedWords {
    /** A power of two. */
    private static final int KEPT = 256;

    /** The server's own limit for a name (NAMEDATALEN), so that the cache stays small. */
    private static final int LONGEST = 63;

    private final byte[][] written = new byte[KEPT][];
    private final String[] folded = new String[KEPT];

    /** The word in lower case. */
    String of(byte[] word) {
        if (word.length > LONGEST) {
            return fold(word);
        }
        var at = Arrays.hashCode(word) & KEPT - 1;
        if (!Arrays.equals(written[at], word)) {
            written[at] = word;
            folded[at] = fold(word);
        }
        return folded[at];
    }

    private static String fold(byte[] word) {
        return new String(word, StandardCharsets.UTF_8).toLowerCase(Locale.ROOT);
    }
}
