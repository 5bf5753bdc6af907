package dev.dbops.script;

import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Decodes a script's bytes, which must be UTF-8. */
final class Utf8 {
    private static final char REPLACEMENT = '\uFFFD';

    private Utf8() {}

    /**
     * The text of these bytes, which begin at the given place of a script.
     *
     * @throws OpsException of kind USAGE at the first byte that is not UTF-8, or at a NUL
     */
    static String decode(byte[] bytes, String file, int line, int column) {
        // Decoding with replacement is the fast way; only a replacement character is worth a second look.
        var text = new String(bytes, StandardCharsets.UTF_8);
        if (text.indexOf(REPLACEMENT) >= 0) {
            requireValid(bytes, file, line, column);
        }
        var nul = text.indexOf('\0');
        if (nul >= 0) {
            throw fault("a NUL byte stands in the SQL", text.substring(0, nul), file, line, column);
        }
        return text;
    }

    private static void requireValid(byte[] bytes, String file, int line, int column) {
        var in = ByteBuffer.wrap(bytes);
        var out = CharBuffer.allocate(bytes.length);
        if (StandardCharsets.UTF_8.newDecoder().decode(in, out, true).isError()) {
            var offending = bytes[in.position()] & 0xff;
            throw fault(
                    "the byte 0x%02X is not UTF-8".formatted(offending),
                    out.flip().toString(),
                    file,
                    line,
                    column);
        }
    }

    private static OpsException fault(String message, String before, String file, int line, int column) {
        var statement = new Statement(before, line, column, List.of());
        return new OpsException(Kind.USAGE, message, "save the file as UTF-8 text")
                .at(statement.position(file, before.length()));
    }
}
