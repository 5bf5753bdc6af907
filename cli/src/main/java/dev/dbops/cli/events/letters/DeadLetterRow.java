package dev.dbops.cli.events.letters;

import dev.dbops.cli.output.Output;
import dev.dbops.events.Operation;
import dev.dbops.events.replay.DeadLetter;
import java.time.Instant;
import java.util.List;

/**
 * A dead letter as a row of the output.
 *
 * @param consumer the consumer that put it aside
 * @param seq the number of its event
 * @param failedAt when it was refused last
 * @param table its table
 * @param operation the operation
 * @param key the row's key
 * @param error why it was refused; for people only the first line
 */
record DeadLetterRow(
        String consumer, long seq, Instant failedAt, String table, Operation operation, String key, String error) {
    static List<DeadLetterRow> of(List<DeadLetter> letters, Output output) {
        return letters.stream().map(letter -> of(letter, output)).toList();
    }

    private static DeadLetterRow of(DeadLetter letter, Output output) {
        var event = letter.event().replaced();
        return new DeadLetterRow(
                letter.consumer(),
                letter.seq(),
                letter.failedAt(),
                event.tableName().toString(),
                event.operation(),
                event.key(),
                brief(letter.error(), output));
    }

    /** Returns the text, for people only its first line. */
    static String brief(String text, Output output) {
        return output.isForPeople() ? text.lines().findFirst().orElse("") : text;
    }
}
