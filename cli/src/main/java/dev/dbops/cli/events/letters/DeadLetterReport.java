package dev.dbops.cli.events.letters;

import dev.dbops.cli.output.Output;
import dev.dbops.events.Operation;
import dev.dbops.events.replay.retry.RetryOutcome;
import dev.dbops.events.replay.retry.RetryOutcome.Result;
import java.util.List;

/**
 * The result of a retry, or of its dry run.
 *
 * @param consumer the consumer; empty if it has no dead letters and was not named
 * @param target the target
 * @param applied the number of applied events, which are no longer dead letters
 * @param superseded the number of events whose row has a later change
 * @param unknown the number of events whose row may have a later change
 * @param failed the number of events that the target refused again
 * @param deadLetters the outcome of each
 */
record DeadLetterReport(
        String consumer,
        String target,
        long applied,
        long superseded,
        long unknown,
        long failed,
        List<Row> deadLetters) {
    record Row(long seq, String table, Operation operation, String key, Result outcome, String reason) {
        static Row of(RetryOutcome outcome, Output output) {
            var event = outcome.letter().event().replaced();
            return new Row(
                    event.seq(),
                    event.tableName().toString(),
                    event.operation(),
                    event.key(),
                    outcome.result(),
                    DeadLetterRow.brief(outcome.reason(), output));
        }
    }

    static DeadLetterReport of(String consumer, String target, List<Row> rows) {
        return new DeadLetterReport(
                consumer,
                target,
                count(rows, Result.APPLIED),
                count(rows, Result.SUPERSEDED),
                count(rows, Result.UNKNOWN),
                count(rows, Result.FAILED),
                rows);
    }

    private static long count(List<Row> rows, Result result) {
        return rows.stream().filter(row -> row.outcome() == result).count();
    }

    String sentence(boolean dryRun) {
        return deadLetters.isEmpty()
                ? "no dead letters"
                : "%s %d of %d dead letter(s) to %s"
                        .formatted(dryRun ? "would apply" : "applied", applied, deadLetters.size(), target);
    }

    /** Returns whether each event was applied, or is no longer needed. */
    boolean isComplete() {
        return failed == 0 && unknown == 0;
    }
}
