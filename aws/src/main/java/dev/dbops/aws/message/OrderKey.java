package dev.dbops.aws.message;

import dev.dbops.events.Event;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The key by which messages keep their order: the table and the row's key, or the table alone when the event has no key.
 *
 * <p>It is valid both as a partition key of Kinesis (1 to 256 characters) and as a message group ID of SQS (1 to 128
 * letters, digits and punctuation characters: SendMessage, Amazon SQS API reference). A key that would not be valid is
 * its SHA-256 digest instead. Two rows whose keys differ only in spaces share one, which keeps their order too.
 */
final class OrderKey {
    private static final int LONGEST = 128;

    private OrderKey() {}

    static String of(Event event) {
        var table = event.schema() + "." + event.table();
        var text = event.key().isEmpty() ? table : table + ":" + event.key().replace(" ", "");
        return isValid(text) ? text : digest(text);
    }

    private static boolean isValid(String text) {
        return text.length() <= LONGEST && text.chars().allMatch(letter -> letter > ' ' && letter < 0x7f);
    }

    private static String digest(String text) {
        try {
            var hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
