package dev.dbops.cli.events.letters;

import dev.dbops.cli.output.Output;
import dev.dbops.events.Position;
import dev.dbops.events.envelope.Envelope;
import dev.dbops.events.replay.DeadLetter;
import dev.dbops.text.Utf8Buffer;
import java.time.Instant;

/** Shows one dead letter with its whole event, which is JSON in any format. */
final class DeadLetterText {
    private DeadLetterText() {}

    private record Shown(String consumer, long seq, Instant failedAt, String position, String error, String event) {}

    /** @param database the name of the source */
    static void show(DeadLetter letter, String database, Output output) {
        var event = envelope(letter, database);
        if (output.isJson()) {
            output.write(json(letter, event));
            return;
        }
        output.printFields(new Shown(
                letter.consumer(), letter.seq(), letter.failedAt(), letter.position(), letter.error(), event));
    }

    private static String envelope(DeadLetter letter, String database) {
        var position = Position.parse(letter.position());
        var text = new Utf8Buffer();
        new Envelope(position.log(), database).append(letter.event().replaced(), position, text);
        return text.toString();
    }

    private static Utf8Buffer json(DeadLetter letter, String event) {
        return new Utf8Buffer()
                .append("{\"consumer\":")
                .appendQuoted(letter.consumer())
                .append(",\"seq\":")
                .append(letter.seq())
                .append(",\"failed_at\":")
                .appendQuoted(letter.failedAt().toString())
                .append(",\"position\":")
                .appendQuoted(letter.position())
                .append(",\"error\":")
                .appendQuoted(letter.error())
                .append(",\"event\":")
                .append(event)
                .append("}\n");
    }
}
