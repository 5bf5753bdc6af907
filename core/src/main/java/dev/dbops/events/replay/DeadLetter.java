package dev.dbops.events.replay;

import dev.dbops.events.Event;
import java.time.Instant;

/**
 * An event that a sink refused.
 *
 * @param consumer the consumer whose replay put it aside
 * @param event the event; without its row before and after in a list
 * @param position the position after it, as text
 * @param failedAt when it was refused last
 * @param error why it was refused
 */
public record DeadLetter(String consumer, Event event, String position, Instant failedAt, String error) {
    public long seq() {
        return event.seq();
    }
}
