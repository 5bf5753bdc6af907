package dev.dbops.redshift.standin;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A message of PostgreSQL's protocol, version 3 (PostgreSQL, "Message Formats").
 *
 * @param type its letter
 * @param body its bytes after the length
 */
record WireMessage(char type, byte[] body) {
    private static final int LENGTH_BYTES = 4;

    /** A message without a body, such as Sync. */
    static WireMessage of(char type) {
        return new WireMessage(type, new byte[0]);
    }

    /** A message of strings, each ended by a zero byte, followed by other bytes. */
    static WireMessage of(char type, byte[] rest, String... texts) {
        var body = new ByteArrayOutputStream();
        for (var text : texts) {
            body.writeBytes(text.getBytes(StandardCharsets.UTF_8));
            body.write(0);
        }
        body.writeBytes(rest);
        return new WireMessage(type, body.toByteArray());
    }

    /** An ErrorResponse; fields that are empty are left out. */
    static WireMessage error(String sqlState, String message, String detail) {
        return error(Map.of('S', "ERROR", 'V', "ERROR", 'C', sqlState, 'M', message, 'D', detail));
    }

    /** An ErrorResponse with these fields. */
    static WireMessage error(Map<Character, String> fields) {
        var body = new ByteArrayOutputStream();
        fields.forEach((letter, text) -> {
            if (!text.isEmpty()) {
                body.write(letter);
                body.writeBytes(text.getBytes(StandardCharsets.UTF_8));
                body.write(0);
            }
        });
        body.write(0);
        return new WireMessage('E', body.toByteArray());
    }

    /**
     * Reads a message.
     *
     * @throws java.io.EOFException when the connection ends before the message does
     */
    static WireMessage read(DataInputStream in) throws IOException {
        var type = (char) in.readUnsignedByte();
        var body = new byte[in.readInt() - LENGTH_BYTES];
        in.readFully(body);
        return new WireMessage(type, body);
    }

    void write(DataOutputStream out) throws IOException {
        out.writeByte(type);
        out.writeInt(body.length + LENGTH_BYTES);
        out.write(body);
    }

    /** The string that begins at an index of the body; its end is a zero byte. */
    String text(int from) {
        var end = from;
        while (body[end] != 0) {
            end++;
        }
        return new String(body, from, end - from, StandardCharsets.UTF_8);
    }

    /** The index after the string that begins there. */
    int after(int from) {
        var end = from;
        while (body[end] != 0) {
            end++;
        }
        return end + 1;
    }

    /** The fields of an ErrorResponse, by their letters. */
    Map<Character, String> fields() {
        var fields = new LinkedHashMap<Character, String>();
        for (var at = 0; body[at] != 0; at = after(at + 1)) {
            fields.put((char) body[at], text(at + 1));
        }
        return fields;
    }

    /** The OIDs of a ParameterDescription. */
    List<Integer> parameterTypes() {
        var numbers = ByteBuffer.wrap(body);
        var types = new ArrayList<Integer>();
        for (var left = numbers.getShort() & 0xFFFF; left > 0; left--) {
            types.add(numbers.getInt());
        }
        return types;
    }
}
