package dev.dbops.events.replay.postgres;

import dev.dbops.OpsException;
import dev.dbops.ServerError;
import dev.dbops.events.replay.DeliveryFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Finds the event because of which a deferred check fails after all events of a batch.
 *
 * <p>After the first events of the batch, other rows may violate a check until a later event, which repairs them. The
 * server reports only the first violation: it may hide the one that is looked for. Then the event that repairs it is
 * applied in each further trial.
 */
final class ViolatedCheck {
    private static final int MOST_REPAIRS = 20;

    private final EventTrial trial;
    private final List<IndexedEvent> events;
    private final OpsException failure;
    private final TreeSet<Integer> repairs = new TreeSet<>();

    /**
     * @param events the events that are applied
     * @param failure the server's error after all of them
     */
    ViolatedCheck(EventTrial trial, List<IndexedEvent> events, OpsException failure) {
        this.trial = trial;
        this.events = events;
        this.failure = failure;
    }

    /**
     * Returns the failure of the event.
     *
     * @throws OpsException the server's error, when the event is not found
     */
    DeliveryFailure find() throws InterruptedException {
        while (repairs.size() < MOST_REPAIRS) {
            var index = EventBisection.find(events, length -> isSame(first(length), Optional.of(failure)));
            if (!isRepair(index)) {
                return new DeliveryFailure(events.get(index).index(), failure);
            }
            if (!repairs.add(index)) {
                break;
            }
        }
        throw failure;
    }

    /** Returns the error after the first events and the repairs. */
    private Optional<OpsException> first(int length) throws InterruptedException {
        var some = new ArrayList<>(events.subList(0, length));
        for (var index : repairs.tailSet(length)) {
            some.addAll(events.subList(index, EventBisection.after(events, index)));
        }
        return trial.run(some, true);
    }

    /** Without the event, another violation stays, which is also the first one before the event. */
    private boolean isRepair(int index) throws InterruptedException {
        var others = new ArrayList<>(events);
        others.subList(index, EventBisection.after(events, index)).clear();
        var without = trial.run(others, true);
        return without.isPresent() && !isSame(without, Optional.of(failure)) && isSame(without, first(index));
    }

    private static boolean isSame(Optional<OpsException> one, Optional<OpsException> other) {
        return one.map(ViolatedCheck::text).equals(other.map(ViolatedCheck::text));
    }

    private static String text(OpsException failure) {
        return failure.getMessage()
                + failure.serverError().map(ServerError::detail).orElse("");
    }
}
