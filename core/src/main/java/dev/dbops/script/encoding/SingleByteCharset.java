package dev.dbops.script.encoding;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CoderResult;

/** The ISO 8859 encodings that PostgreSQL supports and Java does not. Up to 0x9F they are ISO 8859-1. */
public final class SingleByteCharset extends Charset {
    private static final int FIRST = 0xA0;

    static final Charset LATIN6 = new SingleByteCharset(
            "X-ISO-8859-10",
            "\u00A0ĄĒĢĪĨĶ§ĻĐŠŦŽ\u00ADŪŊ°ąēģīĩķ·ļđšŧž―ūŋ"
                    + "ĀÁÂÃÄÅÆĮČÉĘËĖÍÎÏÐŅŌÓÔÕÖŨØŲÚÛÜÝÞß"
                    + "āáâãäåæįčéęëėíîïðņōóôõöũøųúûüýþĸ");

    static final Charset LATIN8 = new SingleByteCharset(
            "X-ISO-8859-14",
            "\u00A0Ḃḃ£ĊċḊ§Ẁ©ẂḋỲ\u00AD®ŸḞḟĠġṀṁ¶ṖẁṗẃṠỳẄẅṡ"
                    + "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏŴÑÒÓÔÕÖṪØÙÚÛÜÝŶß"
                    + "àáâãäåæçèéêëìíîïŵñòóôõöṫøùúûüýŷÿ");

    private final String upper;

    /** @param upper the characters of the bytes from 0xA0 */
    private SingleByteCharset(String name, String upper) {
        super(name, new String[0]);
        this.upper = upper;
    }

    @Override
    public boolean contains(Charset other) {
        return other.equals(this) || other.name().equals("US-ASCII");
    }

    @Override
    public CharsetDecoder newDecoder() {
        return new CharsetDecoder(this, 1, 1) {
            @Override
            protected CoderResult decodeLoop(ByteBuffer in, CharBuffer out) {
                while (in.hasRemaining()) {
                    if (!out.hasRemaining()) {
                        return CoderResult.OVERFLOW;
                    }
                    var next = in.get() & 0xff;
                    out.put(next < FIRST ? (char) next : upper.charAt(next - FIRST));
                }
                return CoderResult.UNDERFLOW;
            }
        };
    }

    @Override
    public CharsetEncoder newEncoder() {
        return new CharsetEncoder(this, 1, 1) {
            @Override
            protected CoderResult encodeLoop(CharBuffer in, ByteBuffer out) {
                while (in.hasRemaining()) {
                    if (!out.hasRemaining()) {
                        return CoderResult.OVERFLOW;
                    }
                    var next = in.get(in.position());
                    var at = next < FIRST ? next : upper.indexOf(next) + FIRST;
                    if (next >= FIRST && at < FIRST) {
                        return CoderResult.unmappableForLength(1);
                    }
                    in.get();
                    out.put((byte) at);
                }
                return CoderResult.UNDERFLOW;
            }
        };
    }
}
