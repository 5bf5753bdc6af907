package dev.dbops.script;

import dev.dbops.InputFile;
import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.util.List;

/** Decodes a script's bytes, which must be in its encoding: UTF-8, unless the script sets another. */
final class ScriptText {
    private static final char REPLACEMENT = '\uFFFD';

    private ScriptText() {}

    /**
     * The text of these bytes, which begin at the given place of a script.
     *
     * @throws OpsException of kind USAGE at the first byte that is invalid in the encoding, or at a NUL
     */
    static String decode(byte[] bytes, Charset charset, InputFile script, int line, int column) {
        // Decoding with replacement is the fast way; only a replacement character is worth a second look.
        var text = new String(bytes, charset);
        if (text.indexOf(REPLACEMENT) >= 0) {
            requireValid(bytes, charset, script, line, column);
        }
        var nul = text.indexOf('\0');
        if (nul >= 0) {
            throw fault("a NUL byte stands in the SQL", text.substring(0, nul), script, line, column);
        }
        return text;
    }

    private static void requireValid(byte[] bytes, Charset charset, InputFile script, int line, int column) {
        var in = ByteBuffer.wrap(bytes);
        var out = CharBuffer.allocate(bytes.length);
        if (charset.newDecoder().decode(in, out, true).isError()) {
            var offending = bytes[in.position()] & 0xff;
            var message = "the byte 0x%02X is not %s".formatted(offending, charset.name());
            throw fault(message, out.flip().toString(), script, line, column);
        }
    }

    private static OpsException fault(String message, String before, InputFile script, int line, int column) {
        var read = new Statement(before, 1, Statement.Ending.SEND, List.of(), script, line, column, List.of());
        return new OpsException(Kind.USAGE, message, "save the file as UTF-8 text").at(read.position(before.length()));
    }
}
