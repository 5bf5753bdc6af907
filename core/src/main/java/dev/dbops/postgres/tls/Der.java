package dev.dbops.postgres.tls;

import java.io.ByteArrayOutputStream;
import java.security.InvalidKeyException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One element of a DER encoding (ITU-T X.690), as far as private keys need it.
 *
 * @param tag the first byte
 * @param encoded the whole element
 * @param content the bytes inside it
 */
record Der(int tag, byte[] encoded, byte[] content) {
    static final int INTEGER = 0x02;
    static final int OCTETS = 0x04;
    static final int NULL = 0x05;
    static final int OBJECT_IDENTIFIER = 0x06;
    static final int SEQUENCE = 0x30;

    /** Reads bytes that are exactly one element. */
    static Der read(byte[] bytes) throws InvalidKeyException {
        var elements = readAll(bytes);
        if (elements.size() != 1) {
            throw new InvalidKeyException("not one DER element");
        }
        return elements.getFirst();
    }

    /** The elements inside this one. */
    List<Der> children() throws InvalidKeyException {
        return readAll(content);
    }

    /** The number in an INTEGER that is not negative and fits into an int. */
    int number() throws InvalidKeyException {
        if (tag != INTEGER || content.length == 0 || content.length > 4 || content[0] < 0) {
            throw new InvalidKeyException("not a number");
        }
        int number = 0;
        for (byte each : content) {
            number = number << 8 | each & 0xff;
        }
        return number;
    }

    boolean is(int expected) {
        return tag == expected;
    }

    private static List<Der> readAll(byte[] bytes) throws InvalidKeyException {
        var elements = new ArrayList<Der>();
        for (int start = 0; start < bytes.length; ) {
            int lengthBytes = start + 1 < bytes.length && bytes[start + 1] < 0 ? bytes[start + 1] & 0x7f : 0;
            int head = start + 2 + lengthBytes;
            if (lengthBytes > 3 || head > bytes.length) {
                throw new InvalidKeyException("damaged DER");
            }
            int length = lengthBytes == 0 ? bytes[start + 1] : 0;
            for (int i = start + 2; i < head; i++) {
                length = length << 8 | bytes[i] & 0xff;
            }
            if (length > bytes.length - head) {
                throw new InvalidKeyException("damaged DER");
            }
            elements.add(new Der(
                    bytes[start] & 0xff,
                    Arrays.copyOfRange(bytes, start, head + length),
                    Arrays.copyOfRange(bytes, head, head + length)));
            start = head + length;
        }
        return elements;
    }

    /** The encoding of an element with these parts in it. */
    static byte[] encode(int tag, byte[]... parts) {
        var content = new ByteArrayOutputStream();
        for (var part : parts) {
            content.writeBytes(part);
        }
        var encoded = new ByteArrayOutputStream();
        encoded.write(tag);
        int length = content.size();
        if (length < 0x80) {
            encoded.write(length);
        } else {
            int bytes = length < 0x100 ? 1 : length < 0x10000 ? 2 : 3;
            encoded.write(0x80 | bytes);
            for (int i = bytes - 1; i >= 0; i--) {
                encoded.write(length >> 8 * i);
            }
        }
        encoded.writeBytes(content.toByteArray());
        return encoded.toByteArray();
    }
}
