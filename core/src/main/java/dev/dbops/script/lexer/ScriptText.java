package dev.dbops.script.lexer;

import dev.dbops.InputFile;
import dev.dbops.OpsException;
import dev.dbops.OpsException.Kind;
import dev.dbops.ScriptPosition;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
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
    static String decode(byte[] bytes, TextSettings settings, InputFile script, int line, int column) {
        var text = of(bytes, settings);
        // Decoding with replacement is the fast way; only a replacement character is worth a second look.
        if (text.indexOf(REPLACEMENT) >= 0) {
            if (settings.isCertain()) {
                requireValid(bytes, settings.charset(), script, line, column);
            } else {
                text = new String(bytes, StandardCharsets.ISO_8859_1);
            }
        }
        var nul = text.indexOf('\0');
        if (nul >= 0) {
            var place = place(text.substring(0, nul), script, line, column);
            throw nul(script, place.line(), place.column());
        }
        return text;
    }

    /** The text of these bytes, with replacement characters; ASCII is the same in all encodings. */
    static String of(byte[] bytes, TextSettings settings) {
        var text = new String(bytes, StandardCharsets.UTF_8);
        if (text.length() == bytes.length && text.indexOf(REPLACEMENT) < 0) {
            return text;
        }
        var charset = settings.charset();
        return charset.equals(StandardCharsets.UTF_8) ? text : new String(bytes, charset);
    }

    /** The text in the encoding of the script; ASCII is the same in all encodings. */
    static byte[] bytes(String text, TextSettings settings) {
        var utf8 = text.getBytes(StandardCharsets.UTF_8);
        return utf8.length == text.length() ? utf8 : text.getBytes(settings.charset());
    }

    private static void requireValid(byte[] bytes, Charset charset, InputFile script, int line, int column) {
        var in = ByteBuffer.wrap(bytes);
        var out = CharBuffer.allocate(bytes.length);
        if (charset.newDecoder().decode(in, out, true).isError()) {
            var offending = bytes[in.position()] & 0xff;
            var message = "the byte 0x%02X is not %s".formatted(offending, charset.name());
            throw fault(message, place(out.flip().toString(), script, line, column));
        }
    }

    /** The failure at a NUL byte, which no text contains. */
    static OpsException nul(InputFile script, int line, int column) {
        return fault("the SQL contains a NUL byte", new ScriptPosition(script.name(), line, column, ""));
    }

    private static ScriptPosition place(String before, InputFile script, int line, int column) {
        var read = new Statement(before, 1, Statement.Ending.SEND, List.of(), script, line, column, List.of());
        return read.position(before.length());
    }

    private static OpsException fault(String message, ScriptPosition place) {
        return new OpsException(Kind.USAGE, message, "save the file as UTF-8 text").at(place);
    }
}
