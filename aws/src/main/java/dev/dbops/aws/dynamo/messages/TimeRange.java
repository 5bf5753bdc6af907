package dev.dbops.aws.dynamo.messages;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The rows to read, of which the newest come first.
 *
 * @param since the earliest time; empty for all
 * @param year the only year; empty for all
 * @param limit the largest number of rows
 */
public record TimeRange(Optional<Instant> since, OptionalInt year, int limit) {
    /** The condition on the sort key, after that on the partition key. */
    String condition() {
        if (since.isPresent()) {
            return " AND sk >= :since";
        }
        return year.isPresent() ? " AND begins_with(sk, :year)" : "";
    }

    /** Adds the values of the condition. */
    void addTo(Map<String, AttributeValue> values) {
        since.ifPresent(time -> values.put(":since", Items.text(MessageTime.sortKey(time))));
        if (since.isEmpty()) {
            year.ifPresent(number -> values.put(":year", Items.text("%04d-".formatted(number))));
        }
    }
}
