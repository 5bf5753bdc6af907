package dev.dbops.aws.queue;

import java.nio.charset.StandardCharsets;

/**
 * JSON as the body of a message. SQS accepts all characters but U+FFFE, U+FFFF and control characters
 * (SendMessageBatch, Amazon SQS API reference). JSON has the latter as escapes already, and the former only in strings,
 * where an escape has the same meaning.
 */
final class QueueText {
    /** The number of bytes that an escape is longer than the three bytes of the character. */
    private static final int LONGER = 3;

    private QueueText() {}

    static String of(byte[] json) {
        var text = new String(json, StandardCharsets.UTF_8);
        return size(json) == json.length
                ? text
                : text.replace("\ufffe", "\\ufffe").replace("\uffff", "\\uffff");
    }

    /** Returns the length of the text in bytes. */
    static int size(byte[] json) {
        var size = json.length;
        for (var i = 2; i < json.length; i++) {
            if (json[i - 2] == (byte) 0xef && json[i - 1] == (byte) 0xbf && (json[i] & 0xfe) == 0xbe) {
                size += LONGER;
            }
        }
        return size;
    }
}
