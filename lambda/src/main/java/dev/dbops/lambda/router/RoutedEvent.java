package dev.dbops.lambda.router;

import dev.dbops.events.received.ReceivedEvent;
import dev.dbops.lambda.source.SourceEvent;
import dev.dbops.lambda.source.SourceItem;

/**
 * An event on its way.
 *
 * @param item the message that it came in
 * @param source the event as it came
 * @param event the whole event
 */
record RoutedEvent(SourceItem item, SourceEvent source, ReceivedEvent event) {
    /** Its JSON, as it came. */
    String json() {
        return source.json().get();
    }
}
