package dev.dbops.events.received;

import dev.dbops.OpsException;

/** Finds characters that no text of PostgreSQL has, and no JSON of the log: NUL, and half of a surrogate pair. */
final class UnsafeCharacters {
    private static final int HEX_DIGITS = 4;
    private static final int ESCAPE = 6;

    private UnsafeCharacters() {}

    /**
     * @param json valid JSON
     * @param begin where the event begins
     * @param end where it ends
     * @throws OpsException when it has such a character, as it is or as an escape
     */
    static void requireNone(String json, int begin, int end) {
        var high = false;
        for (var i = begin; i < end; ) {
            var letter = json.charAt(i);
            var length = 1;
            if (letter == '\\') {
                var isUnicode = json.charAt(i + 1) == 'u';
                length = isUnicode ? ESCAPE : 2;
                letter = isUnicode ? (char) Integer.parseInt(json, i + 2, i + 2 + HEX_DIGITS, 16) : ' ';
            }
            if (letter == 0) {
                throw MalformedEvent.of("the event has a NUL character");
            }
            if (high != Character.isLowSurrogate(letter)) {
                throw halfOfPair();
            }
            high = Character.isHighSurrogate(letter);
            i += length;
        }
        if (high) {
            throw halfOfPair();
        }
    }

    private static OpsException halfOfPair() {
        return MalformedEvent.of("the event has half of a surrogate pair, or text that is not UTF-8");
    }
}
