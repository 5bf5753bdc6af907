package dev.dbops.events.envelope;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Text in UTF-8 that grows by appending: what events are written into, many of them, and handed on in one piece. */
public final class Utf8Buffer {
    private static final int FIRST_SIZE = 8192;
    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private byte[] bytes = new byte[FIRST_SIZE];
    private int length;

    public Utf8Buffer append(String text) {
        return append(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Text that is in UTF-8 already. */
    public Utf8Buffer append(byte[] encoded) {
        reserve(encoded.length);
        System.arraycopy(encoded, 0, bytes, length, encoded.length);
        length += encoded.length;
        return this;
    }

    /** A character of ASCII. */
    public Utf8Buffer append(char letter) {
        reserve(1);
        bytes[length++] = (byte) letter;
        return this;
    }

    public Utf8Buffer append(long number) {
        return append(Long.toString(number));
    }

    /** A number with zeros in front of it. */
    Utf8Buffer append(int number, int digits) {
        reserve(digits);
        var rest = number;
        for (var i = digits - 1; i >= 0; i--) {
            bytes[length + i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += digits;
        return this;
    }

    /** The text as a string of JSON. */
    public Utf8Buffer appendQuoted(String text) {
        append('"');
        var from = 0;
        for (var i = 0; i < text.length(); i++) {
            var letter = text.charAt(i);
            if (letter < ' ' || letter == '"' || letter == '\\') {
                append(text.substring(from, i)).append('\\');
                escape(letter);
                from = i + 1;
            }
        }
        return append(from == 0 ? text : text.substring(from)).append('"');
    }

    private void escape(char letter) {
        switch (letter) {
            case '\n' -> append('n');
            case '\r' -> append('r');
            case '\t' -> append('t');
            case '"', '\\' -> append(letter);
            default -> append("u00").append(HEX[letter >> 4]).append(HEX[letter & 15]);
        }
    }

    /** The text, or null where it is empty: JSON that the log has, or not. */
    Utf8Buffer appendJson(String json) {
        return append(json.isEmpty() ? "null" : json);
    }

    private void reserve(int more) {
        if (more > bytes.length - length) {
            bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(length, more), (int) Math.min(2L * length, 1 << 30)));
        }
    }

    /** How many bytes it holds. */
    public int length() {
        return length;
    }

    /** Begins anew; the memory is kept. */
    public void clear() {
        length = 0;
    }

    /** Takes back what was appended behind a length that it had. */
    public void truncate(int earlier) {
        if (earlier > length) {
            throw new IllegalArgumentException("it holds " + length + " bytes, not " + earlier);
        }
        length = earlier;
    }

    /** The memory itself, of which the first {@link #length} bytes are the text, until something is appended. */
    public byte[] bytes() {
        return bytes;
    }

    /** A copy of what it holds. */
    public byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    @Override
    public String toString() {
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }
}
