package dev.dbops.target;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Percent-encoding as in RFC 3986, section 2.1, read as libpq reads it: characters that are not encoded mean
 * themselves.
 *
 * <p>The JDK's URLDecoder is for HTML forms: it reads "+" as a space, and its errors quote the text, which may be a
 * password.
 */
final class PercentEncoding {
    private static final String HEX = "0123456789ABCDEF";

    private PercentEncoding() {}

    /**
     * Decodes one part of a URL.
     *
     * @param what the part in words, such as "the password"; errors name it and never show the text
     */
    static String decode(String text, String what) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        var bytes = new ByteArrayOutputStream(text.length());
        int plain = 0;
        for (int percent = text.indexOf('%'); percent >= 0; percent = text.indexOf('%', plain)) {
            bytes.writeBytes(text.substring(plain, percent).getBytes(StandardCharsets.UTF_8));
            bytes.write(decodedByte(text, percent, what));
            plain = percent + 3;
        }
        bytes.writeBytes(text.substring(plain).getBytes(StandardCharsets.UTF_8));
        try {
            var decoder = StandardCharsets.UTF_8.newDecoder();
            return decoder.decode(ByteBuffer.wrap(bytes.toByteArray())).toString();
        } catch (CharacterCodingException e) {
            throw new OpsException(
                    Kind.USAGE,
                    what + " in the connection URL is not UTF-8 once it is decoded",
                    "percent-encode the bytes of its UTF-8 form, as in %C3%A9 for \u00e9",
                    e);
        }
    }

    private static int decodedByte(String text, int percent, String what) {
        int high = percent + 1 < text.length() ? hexValue(text.charAt(percent + 1)) : -1;
        int low = percent + 2 < text.length() ? hexValue(text.charAt(percent + 2)) : -1;
        if (high < 0 || low < 0) {
            throw new OpsException(
                    Kind.USAGE,
                    what + " in the connection URL has a \"%\" that is not followed by two hexadecimal digits",
                    "write \"%\" itself as %25");
        }
        if (high == 0 && low == 0) {
            throw new OpsException(
                    Kind.USAGE,
                    what + " in the connection URL contains %00, which PostgreSQL does not allow",
                    "remove the %00");
        }
        return high << 4 | low;
    }

    /**
     * Returns -1 for a character that is not a hexadecimal digit; Character.digit would accept digits of other scripts
     * too.
     */
    private static int hexValue(char digit) {
        return digit < 128 ? Character.digit(digit, 16) : -1;
    }

    /** Encodes everything but the unreserved characters of RFC 3986, so that the text can be anywhere in a URL. */
    static String encode(String text) {
        var encoded = new StringBuilder(text.length());
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            if (isUnreserved(octet)) {
                encoded.append((char) octet);
            } else {
                encoded.append('%').append(HEX.charAt(octet >> 4 & 15)).append(HEX.charAt(octet & 15));
            }
        }
        return encoded.toString();
    }

    private static boolean isUnreserved(byte octet) {
        return octet >= 'a' && octet <= 'z'
                || octet >= 'A' && octet <= 'Z'
                || octet >= '0' && octet <= '9'
                || octet == '-'
                || octet == '.'
                || octet == '_'
                || octet == '~';
    }
}
