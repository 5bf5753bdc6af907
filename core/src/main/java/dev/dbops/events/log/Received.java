package dev.dbops.events.log;

import java.time.Duration;

/**
 * The progress of a target that receives the events of a log.
 *
 * @param seq the greatest number of an event; earlier ones may still be on their way
 * @param ago the time since the last event arrived
 */
public record Received(long seq, Duration ago) {}
