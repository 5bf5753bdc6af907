package dev.dbops.events.replay.postgres;

import dev.dbops.events.Event;

/**
 * An event of a batch.
 *
 * @param index its index in the batch
 * @param event the event
 */
public record IndexedEvent(int index, Event event) {}
