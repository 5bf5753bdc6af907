package dev.dbops.events;

/**
 * An event of a batch.
 *
 * @param index its index there
 * @param event the event
 */
record IndexedEvent(int index, Event event) {}
