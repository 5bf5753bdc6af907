package dev.dbops.events.replay.retry;

import dev.dbops.OpsException;
import dev.dbops.events.EventLog;
import dev.dbops.events.NameMap;
import dev.dbops.events.replay.DeadLetter;
import dev.dbops.events.replay.DeadLetters;
import dev.dbops.events.replay.DeliveryFailure;
import dev.dbops.events.replay.postgres.RetryTarget;
import dev.dbops.events.replay.retry.LaterEvents.Obstacle;
import dev.dbops.events.replay.retry.RetryOutcome.Result;
import dev.dbops.postgres.Transaction;
import java.util.List;
import java.util.function.Consumer;

/**
 * Applies the dead letters of a consumer to its target again, in their order, each in a transaction of its own. A dead
 * letter is removed after the target has it.
 */
public final class DeadLetterRetry {
    /** Later changes are searched for this many dead letters at once. */
    private static final int PART = 2000;

    /**
     * The log may be large, and its statistics are wrong when it has just grown: new events are found by an index, and
     * their keys are compared by a hash.
     */
    private static final String SETTINGS = """
        SELECT set_config('enable_seqscan', 'off', false), set_config('enable_nestloop', 'off', false),
               set_config('enable_mergejoin', 'off', false), set_config('jit', 'off', false)
        """;

    private final EventLog log;
    private final DeadLetters letters;
    private final RetryTarget target;
    private final NameMap names;
    private final String consumer;

    /**
     * @param log the log, over a dedicated connection, whose settings change
     * @param names the names of tables in the target
     * @param consumer the name of the consumer
     */
    public DeadLetterRetry(EventLog log, RetryTarget target, NameMap names, String consumer) {
        this.log = log;
        this.letters = new DeadLetters(log);
        this.target = target;
        this.names = names;
        this.consumer = consumer;
        log.database().query(SETTINGS, row -> true);
    }

    /**
     * Reports what {@link #run} would do now, except for refusals of the target. Writes nothing.
     *
     * @param chosen the dead letters, ordered by seq
     */
    public void preview(List<DeadLetter> chosen, Consumer<RetryOutcome> listener) {
        for (var begin = 0; begin < chosen.size(); begin += PART) {
            var part = part(chosen, begin);
            var later = later(part);
            for (var letter : part) {
                listener.accept(later.obstacle(letter, hasPlainKeys(letter))
                        .map(obstacle -> outcome(letter, obstacle))
                        .orElseGet(() -> new RetryOutcome(letter, Result.APPLIED, "")));
            }
        }
    }

    /**
     * Applies the dead letters.
     *
     * @param chosen the dead letters, ordered by seq
     * @param listener receives each outcome at once
     * @throws OpsException when a server fails in a way that no event has caused; earlier outcomes are final
     * @throws InterruptedException when the thread is interrupted, between two of them
     */
    public void run(List<DeadLetter> chosen, Consumer<RetryOutcome> listener) throws InterruptedException {
        for (var begin = 0; begin < chosen.size(); begin += PART) {
            var part = part(chosen, begin);
            var later = later(part);
            for (var letter : part) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                listener.accept(retry(letter, later));
            }
        }
        target.finish();
    }

    private static List<DeadLetter> part(List<DeadLetter> chosen, int begin) {
        return chosen.subList(begin, Math.min(begin + PART, chosen.size()));
    }

    private LaterEvents later(List<DeadLetter> part) {
        return LaterEvents.find(
                log, consumer, part.stream().map(DeadLetter::seq).toList());
    }

    private boolean hasPlainKeys(DeadLetter letter) {
        return target.hasPlainKeys(letter.event(), names.apply(letter.event()));
    }

    /** The lock on the dead letter keeps other sessions from applying it too. */
    private RetryOutcome retry(DeadLetter listed, LaterEvents later) {
        try {
            return new Transaction(log.database(), "the removal of dead letter " + listed.seq())
                    .commit(() -> letters.lock(consumer, listed.seq())
                            .map(letter -> settled(tried(letter, later)))
                            .orElseGet(
                                    () -> new RetryOutcome(listed, Result.REMOVED, "another session has removed it")));
        } catch (OpsException e) {
            // the target may have the event
            throw Transaction.ofPart(e);
        }
    }

    private RetryOutcome tried(DeadLetter letter, LaterEvents later) {
        var plainKeys = hasPlainKeys(letter);
        var known = later.obstacle(letter, plainKeys);
        if (known.isPresent()) {
            return outcome(letter, known.get());
        }
        if (!letter.event().isUtf8()) {
            return new RetryOutcome(letter, Result.FAILED, letter.error());
        }
        try {
            var found = target.apply(
                    names.apply(letter.event()),
                    () -> later.since(consumer, letter.seq()).obstacle(letter, plainKeys));
            return found.map(obstacle -> outcome(letter, obstacle))
                    .orElseGet(() -> new RetryOutcome(letter, Result.APPLIED, ""));
        } catch (DeliveryFailure e) {
            return new RetryOutcome(letter, Result.FAILED, e.getMessage());
        }
    }

    private static RetryOutcome outcome(DeadLetter letter, Obstacle obstacle) {
        return new RetryOutcome(letter, obstacle.result(), obstacle.reason());
    }

    private RetryOutcome settled(RetryOutcome outcome) {
        var seq = outcome.letter().seq();
        switch (outcome.result()) {
            case APPLIED -> letters.remove(consumer, seq);
            case FAILED -> letters.refuse(consumer, seq, outcome.reason());
            default -> {}
        }
        return outcome;
    }
}
