package dev.dbops.events.replay.postgres;

import java.util.List;

/** Finds where the first events of a list begin to be refused. The two events of a changed key are not separated. */
final class EventBisection {
    private EventBisection() {}

    /** Decides about the first events. */
    @FunctionalInterface
    interface Condition {
        /**
         * @param length the number of events
         */
        boolean isRefused(int length) throws InterruptedException;
    }

    /**
     * Returns the index of an event without which the first events are accepted, and with which they are refused.
     *
     * @param events the events, all of which are refused together
     */
    static int find(List<IndexedEvent> events, Condition condition) throws InterruptedException {
        var accepted = 0;
        var rejected = events.size();
        while (rejected - accepted > 1) {
            var middle = (accepted + rejected) >>> 1;
            if (firstOfPair(events, middle) < middle) {
                middle += middle - 1 > accepted ? -1 : 1;
            }
            if (middle == rejected) {
                break;
            }
            if (condition.isRefused(middle)) {
                rejected = middle;
            } else {
                accepted = middle;
            }
        }
        return firstOfPair(events, rejected - 1);
    }

    /** A changed key is applied as a whole: without its new key, it would be a delete. */
    private static int firstOfPair(List<IndexedEvent> events, int index) {
        return isSecond(events, index) ? index - 1 : index;
    }

    /** Returns the index after an event, or after the pair that begins with it. */
    static int after(List<IndexedEvent> events, int index) {
        return index + 1 < events.size() && isSecond(events, index + 1) ? index + 2 : index + 1;
    }

    private static boolean isSecond(List<IndexedEvent> events, int index) {
        return index > 0
                && events.get(index).event().isNewKeyOf(events.get(index - 1).event());
    }
}
