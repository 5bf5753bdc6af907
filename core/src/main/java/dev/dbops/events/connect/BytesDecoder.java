package dev.dbops.events.connect;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Base64;
import java.util.BitSet;
import java.util.HexFormat;

/**
 * Turns numbers, bytes and strings of bits of Kafka Connect into the text that the log has: the reverse of
 * {@link BinaryTypes} and {@link DecimalTypes}.
 */
final class BytesDecoder {
    /** A numeric has at most 131,072 digits before the point and 16,383 after it (PostgreSQL documentation, 8.1.2). */
    private static final int MOST_DIGITS = 131_072;

    /** The bytes of a number of so many digits, before the point and after it. */
    private static final int MOST_BYTES = 62_000;

    /** Zeros are added up to this length only: the schema may name any. */
    private static final int MOST_BITS = 1 << 20;

    private BytesDecoder() {}

    /** Returns the bytes as PostgreSQL writes them. */
    static String bytea(String base64) {
        return "\\x" + HexFormat.of().formatHex(bytes(base64));
    }

    /** Returns a number without exponent. */
    static String decimal(String base64, int scale) {
        var bytes = bytes(base64);
        if (bytes.length == 0 || bytes.length > MOST_BYTES || Math.abs((long) scale) > MOST_DIGITS) {
            throw new NumberFormatException("too large");
        }
        return new BigDecimal(new BigInteger(bytes), scale).toPlainString();
    }

    /**
     * Returns the zeros and ones. Debezium leaves out the zeros in front.
     *
     * @param length the number of digits; larger for any number
     */
    static String bits(String base64, int length) {
        var bits = BitSet.valueOf(bytes(base64));
        var digits = Math.max(bits.length(), length <= MOST_BITS ? length : 0);
        var text = new StringBuilder(digits);
        for (var i = digits - 1; i >= 0; i--) {
            text.append(bits.get(i) ? '1' : '0');
        }
        return text.toString();
    }

    private static byte[] bytes(String base64) {
        // the decoder accepts a missing end
        if (base64.length() % 4 != 0) {
            throw new IllegalArgumentException(base64);
        }
        return Base64.getDecoder().decode(base64);
    }
}
