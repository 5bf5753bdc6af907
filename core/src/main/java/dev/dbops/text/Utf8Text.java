package dev.dbops.text;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Decodes text that should be UTF-8 but need not be, such as a value of a database whose encoding is SQL_ASCII. A byte
 * that is not UTF-8 becomes a lone surrogate from U+DC80 to U+DCFF, as in Python's surrogateescape (PEP 383): decoding
 * never fails, and text with such bytes can be recognized.
 */
public final class Utf8Text {
    private static final char REPLACEMENT = '\ufffd';
    private static final char FIRST_ESCAPE = '\udc80';
    private static final char LAST_ESCAPE = '\udcff';
    private static final int ESCAPES = 0xdc00;

    private Utf8Text() {}

    public static String decode(byte[] bytes) {
        var text = new String(bytes, StandardCharsets.UTF_8);
        return text.indexOf(REPLACEMENT) < 0 ? text : escaped(bytes);
    }

    private static String escaped(byte[] bytes) {
        var in = ByteBuffer.wrap(bytes);
        var out = CharBuffer.allocate(bytes.length);
        // reports malformed input, unlike the constructor of String
        var decoder = StandardCharsets.UTF_8.newDecoder();
        while (true) {
            var result = decoder.decode(in, out, true);
            if (!result.isMalformed()) {
                return out.flip().toString();
            }
            for (var i = 0; i < result.length(); i++) {
                out.put((char) (ESCAPES + (in.get() & 0xff)));
            }
            decoder.reset();
        }
    }

    /** Returns the bytes of decoded text. */
    public static byte[] encode(String text) {
        if (!hasEscapes(text)) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        var bytes = new ByteArrayOutputStream();
        var begin = 0;
        for (var i = 0; i < text.length(); i++) {
            if (isEscape(text, i)) {
                bytes.writeBytes(text.substring(begin, i).getBytes(StandardCharsets.UTF_8));
                bytes.write(text.charAt(i) - ESCAPES);
                begin = i + 1;
            }
        }
        bytes.writeBytes(text.substring(begin).getBytes(StandardCharsets.UTF_8));
        return bytes.toByteArray();
    }

    /** Returns whether decoded text had a byte that is not UTF-8. */
    public static boolean hasEscapes(String text) {
        for (var i = 0; i < text.length(); i++) {
            if (isEscape(text, i)) {
                return true;
            }
        }
        return false;
    }

    /** Returns the text with U+FFFD, the replacement character, for each such byte. */
    public static String replaced(String text) {
        if (!hasEscapes(text)) {
            return text;
        }
        var visible = new StringBuilder(text);
        for (var i = 0; i < text.length(); i++) {
            if (isEscape(text, i)) {
                visible.setCharAt(i, REPLACEMENT);
            }
        }
        return visible.toString();
    }

    private static boolean isEscape(String text, int i) {
        var letter = text.charAt(i);
        return letter >= FIRST_ESCAPE
                && letter <= LAST_ESCAPE
                && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
    }
}
