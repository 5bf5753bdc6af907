package dev.dbops.aws.lambda;

import java.time.Instant;
import java.util.Optional;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;

/**
 * An entry of a function's log, usually one line.
 *
 * @param id the id of CloudWatch Logs, or what else identifies the line
 * @param time when it was written
 * @param text the text, without line feeds at its end
 */
public record LogEntry(String id, Instant time, String text) {
    static LogEntry of(FilteredLogEvent event) {
        var millis = Optional.ofNullable(event.timestamp()).orElse(0L);
        var text = Optional.ofNullable(event.message()).orElse("");
        var id = Optional.ofNullable(event.eventId()).orElseGet(() -> millis + " " + text);
        return new LogEntry(id, Instant.ofEpochMilli(millis), text.stripTrailing());
    }
}
