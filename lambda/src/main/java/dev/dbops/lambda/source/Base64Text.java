package dev.dbops.lambda.source;

import java.util.Base64;
import java.util.Optional;

/** Base64 in the events of streams and topics. */
final class Base64Text {
    private Base64Text() {}

    /** Returns the bytes; empty when the value is not a string of Base64. */
    static Optional<byte[]> decode(Object value) {
        if (!(value instanceof String text)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
