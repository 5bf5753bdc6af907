package dev.dbops.text;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A growing buffer of UTF-8 text, into which many events are written and which is then passed on in one piece. */
public final class Utf8Buffer {
    private static final int FIRST_SIZE = 8192;
    private static final int MOST_DIGITS = 19;
    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private byte[] bytes = new byte[FIRST_SIZE];
    private int length;

    public Utf8Buffer append(String text) {
        return append(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Appends text that is already UTF-8. */
    public Utf8Buffer append(byte[] encoded) {
        reserve(encoded.length);
        System.arraycopy(encoded, 0, bytes, length, encoded.length);
        length += encoded.length;
        return this;
    }

    /** Appends a part of text that is already UTF-8. */
    public Utf8Buffer append(byte[] encoded, int from, int to) {
        reserve(to - from);
        System.arraycopy(encoded, from, bytes, length, to - from);
        length += to - from;
        return this;
    }

    /** Appends an ASCII character. */
    public Utf8Buffer append(char letter) {
        reserve(1);
        bytes[length++] = (byte) letter;
        return this;
    }

    public Utf8Buffer append(long number) {
        if (number < 0) {
            return append(Long.toString(number));
        }
        reserve(MOST_DIGITS);
        var end = length + digits(number);
        var rest = number;
        for (var i = end - 1; i >= length; i--) {
            bytes[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length = end;
        return this;
    }

    private static int digits(long number) {
        var digits = 1;
        for (var rest = number; rest >= 10; rest /= 10) {
            digits++;
        }
        return digits;
    }

    /** Appends a number with leading zeros. */
    public Utf8Buffer append(int number, int digits) {
        reserve(digits);
        var rest = number;
        for (var i = digits - 1; i >= 0; i--) {
            bytes[length + i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += digits;
        return this;
    }

    /** Appends the text as a JSON string. */
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

    /**
     * Appends text that is already UTF-8 as a JSON string, escaped as by the JSON functions of PostgreSQL. Bytes that
     * are not UTF-8 stay as they are.
     */
    public Utf8Buffer appendQuoted(byte[] encoded) {
        reserve(encoded.length + 2);
        bytes[length++] = '"';
        var from = 0;
        for (var i = 0; i < encoded.length; i++) {
            var letter = encoded[i];
            if (letter < ' ' && letter >= 0 || letter == '"' || letter == '\\') {
                append(encoded, from, i).append('\\');
                switch (letter) {
                    case '\b' -> append('b');
                    case '\f' -> append('f');
                    default -> escape((char) letter);
                }
                from = i + 1;
            }
        }
        return append(encoded, from, encoded.length).append('"');
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

    /** Appends JSON from the log, or null if it is empty. */
    public Utf8Buffer appendJson(String json) {
        return append(json.isEmpty() ? "null" : json);
    }

    private void reserve(int more) {
        if (more > bytes.length - length) {
            bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(length, more), (int) Math.min(2L * length, 1 << 30)));
        }
    }

    /** The length in bytes. */
    public int length() {
        return length;
    }

    /** Clears the buffer and keeps its memory. */
    public void clear() {
        length = 0;
    }

    /** Truncates the buffer to an earlier length. */
    public void truncate(int earlier) {
        if (earlier > length) {
            throw new IllegalArgumentException("it holds " + length + " bytes, not " + earlier);
        }
        length = earlier;
    }

    /** The memory itself. Its first {@link #length} bytes are the text, until more is appended. */
    public byte[] bytes() {
        return bytes;
    }

    /** Returns a copy of the content. */
    public byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    @Override
    public String toString() {
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }
}
