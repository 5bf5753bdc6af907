package dev.dbops.events.replay.postgres;

import dev.dbops.OpsException;
import dev.dbops.events.replay.DeliveryFailure;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** Finds the event that the server refuses, by bisection: applies the first events of the batch and rolls them back. */
final class RefusedEvent {
    private final EventTrial trial;
    private final boolean complete;

    /**
     * @param complete whether deferred checks must succeed after the batch
     */
    RefusedEvent(EventTrial trial, boolean complete) {
        this.trial = trial;
        this.complete = complete;
    }

    /**
     * Returns the failure of the first refused event.
     *
     * @param batch the events of a batch, in their order
     * @param failure the server's error for all of them
     * @throws OpsException the given failure, when no event is refused now, or when the event is not found; another
     *     failure, when the server fails in another way
     * @throws InterruptedException when the thread is interrupted
     */
    DeliveryFailure find(List<IndexedEvent> batch, OpsException failure) throws InterruptedException {
        // an event that a later one supersedes in the whole batch is not refused because it is the last of a part
        var events = trial.applied(batch);
        var refusal = trial.run(events, false);
        if (refusal.isPresent()) {
            return refused(events, refusal.get());
        }
        refusal = complete ? trial.run(events, true) : refusal;
        return new ViolatedCheck(trial, events, refusal.orElseThrow(() -> failure)).find();
    }

    /** Rows that violate a deferred check may be followed by those that they wait for, and are not refused. */
    private DeliveryFailure refused(List<IndexedEvent> events, OpsException refusal) throws InterruptedException {
        var reason = new AtomicReference<>(refusal);
        var index = EventBisection.find(events, length -> {
            var earlier = trial.run(events.subList(0, length), false);
            earlier.ifPresent(reason::set);
            return earlier.isPresent();
        });
        return new DeliveryFailure(events.get(index).index(), reason.get());
    }
}
