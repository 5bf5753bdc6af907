package dev.dbops.aws.lambda;

import dev.dbops.events.Batch;
import dev.dbops.events.envelope.EventFormat;
import dev.dbops.text.Utf8Buffer;
import software.amazon.awssdk.core.SdkBytes;

/** The payload of one invocation, as JSON: {@code {"events": [...]}}. Used by one thread. */
final class LambdaPayload {
    /** Lambda refuses this size and what is larger (Lambda quotas: 6 MB, of which each is 1,048,576 bytes). */
    static final int TOO_LARGE = 6 * 1024 * 1024;

    /** The limit for several events together; a single event may be larger. */
    private static final int FULL = 5_000_000;

    private static final String END = "]}";

    private final EventFormat format;
    private final Utf8Buffer text = new Utf8Buffer();

    LambdaPayload(EventFormat format) {
        this.format = format.separatedBy(", ");
    }

    /**
     * Holds events from an index of the batch on: at least one, and as many as there is room for.
     *
     * @param most how many at most, from 1 on
     * @return the index after the last of them
     */
    int fill(Batch batch, int from, int most) {
        text.clear();
        format.prepare(batch);
        text.append("{\"events\": [");
        var end = Math.min(batch.events().size(), from + most);
        for (var i = from; i < end; i++) {
            var length = text.length();
            text.append(i == from ? "" : ", ");
            format.append(batch.events().get(i), batch.window(), text);
            if (i > from && text.length() > FULL) {
                text.truncate(length);
                text.append(END);
                return i;
            }
        }
        text.append(END);
        return end;
    }

    boolean isTooLarge() {
        return text.length() >= TOO_LARGE;
    }

    int length() {
        return text.length();
    }

    SdkBytes bytes() {
        return SdkBytes.fromByteArrayUnsafe(text.toBytes());
    }
}
