package dev.dbops.aws.events;

import java.time.Instant;
import java.util.List;
import software.amazon.awssdk.services.rds.model.Event;

/**
 * An event that RDS reports.
 *
 * @param time when it happened
 * @param source the name of the instance, cluster, snapshot or proxy
 * @param sourceType such as db-instance
 * @param categories such as availability; some events have none
 * @param message RDS's sentence
 */
public record RdsEvent(Instant time, String source, String sourceType, List<String> categories, String message) {
    public RdsEvent {
        categories = List.copyOf(categories);
    }

    static RdsEvent of(Event event) {
        return new RdsEvent(
                event.date(),
                event.sourceIdentifier() == null ? "" : event.sourceIdentifier(),
                event.sourceTypeAsString() == null ? "" : event.sourceTypeAsString(),
                event.eventCategories(),
                event.message() == null ? "" : event.message().strip());
    }
}
